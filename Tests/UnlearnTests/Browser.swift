// A real browser without a window, for pages.
//
// The program is the one that UNLEARN_BROWSER names, or Chromium where it is found. With UNLEARN_BROWSER set and no
// program there, the tests fail instead of being passed over.

import Foundation
import Testing

enum Browser {
  static let named = ProcessInfo.processInfo.environment["UNLEARN_BROWSER"]

  /// The program; nil where there is none, and none is asked for.
  static let path: String? = {
    if let named, named.contains("/") { return named }
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let names = named.map { [$0] } ?? ["chromium", "chromium-browser", "google-chrome"]
    let places = names.flatMap { name in folders.map { "\($0)/\(name)" } }
    return places.first { FileManager.default.isExecutableFile(atPath: $0) } ?? named
  }()

  /// Runs the browser on a file of the workspace; it reaches no other machine, and keeps nothing.
  static func run(_ workspace: Workspace, _ options: [String], _ page: String) throws -> Run {
    let path = try #require(path)
    let profile = "profile-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: workspace.path(profile)) }
    let fixed = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
      "--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
      "--user-data-dir=\(workspace.path(profile))",
    ]
    return try workspace.run(program: path, fixed + options + ["file://\(workspace.path(page))"])
  }

  /// What pages said to the console, a violation of their policy included.
  static func console(_ run: Run) -> [String] {
    run.errors.split(separator: "\n").filter { $0.contains(":CONSOLE") }.map(String.init)
  }
}

/// What a browser makes of a page, looked at from a frame around it.
struct RenderedPage {
  /// Counts of elements, by selector.
  let counts: [String: Int]
  /// Whether all of it fits into the width.
  let fits: Bool
  /// Words in drawings of which some lies outside.
  let cutTexts: [String]
  /// The least contrast of words against the page, as WCAG 2 defines it.
  let leastContrast: Double
  /// The page's background, as CSS writes it.
  let background: String
  let console: [String]

  init(_ workspace: Workspace, _ page: String, width: Int, isDark: Bool = false) throws {
    let frame = "frame-\(width)-\(isDark).html"
    try workspace.write(Self.frame(around: try workspace.text(page), width: width), to: frame)
    let scheme = "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)"
    let run = try Browser.run(workspace, [scheme, "--window-size=1200,900", "--dump-dom"], frame)
    let text = try #require(
      run.text.firstMatch(of: /<pre id="result">([^<]*)<\/pre>/)?.1, "\(run.errors.suffix(2000))")
    let plain = text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(plain.utf8)) as? [String: Any], "\(plain)")
    counts = try #require(object["counts"] as? [String: Int])
    fits = try #require(object["fits"] as? Bool)
    cutTexts = try #require(object["cut"] as? [String])
    leastContrast = try #require(object["contrast"] as? Double)
    background = try #require(object["background"] as? String)
    console = Browser.console(run)
  }

  private static func frame(around page: String, width: Int) -> String {
    let quoted = page.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    return """
      <!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
      <iframe id="page" style="width:\(width)px;height:800px;border:0" srcdoc="\(quoted)"></iframe>
      <pre id="result">none</pre>
      <script>\(script)</script></body></html>
      """
  }

  private static let script = """
    const frame = document.getElementById('page');
    frame.addEventListener('load', () => {
      const page = frame.contentDocument, view = frame.contentWindow;
      const counts = {};
      for (const name of ['section', 'svg', 'h2', 'table', 'script', 'img', 'iframe', 'object', 'b',
        '[onload]', '[onerror]', '[style]', 'path.dots', 'nav a']) {
        counts[name] = page.querySelectorAll(name).length;
      }
      const cut = [];
      for (const svg of page.querySelectorAll('svg')) {
        const box = svg.viewBox.baseVal;
        for (const text of svg.querySelectorAll('text')) {
          const place = text.getBBox();
          if (place.x < -1 || place.y < -1 || place.x + place.width > box.width + 1
            || place.y + place.height > box.height + 1) cut.push(text.textContent);
        }
      }
      const light = (colour) => {
        const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255)
          .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      const background = view.getComputedStyle(page.body).backgroundColor;
      let contrast = 21;
      for (const element of page.querySelectorAll('h1, h2, p, a, dt, dd, th, td, caption, figcaption, footer')) {
        const [a, b] = [light(view.getComputedStyle(element).color), light(background)];
        contrast = Math.min(contrast, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
      }
      const fits = page.documentElement.scrollWidth <= frame.clientWidth;
      document.getElementById('result').textContent =
        JSON.stringify({ counts, fits, cut, contrast, background });
    });
    """
}
