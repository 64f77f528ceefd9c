// The templates of a page, compiled into the program so that it finds them wherever it runs.
//
// `{{name}}` is escaped. What is put in with three braces is the stylesheet, which is ours, and nothing else.

import Mustache

enum Templates {
  /// The templates by their names.
  static let library: MustacheLibrary = {
    MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
    do {
      var library = MustacheLibrary()
      for (name, text) in texts {
        try library.register("{{% CONTENT_TYPE:\(HTMLText.name)}}\n" + text, named: name)
      }
      return library
    } catch {
      preconditionFailure("A template of ours is wrong: \(error)")
    }
  }()

  private static let texts: [(name: String, text: String)] = [
    ("page", page), ("block", block), ("table", table), ("drawing", drawing), ("element", element),
  ]

  private static let page = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="{{policy}}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>{{title}}</title>
    <style>{{{stylesheet}}}</style>
    </head>
    <body>
    <main>
    <header>
    <h1>{{title}}</h1>
    {{#subtitle}}
    <p class="subtitle">{{.}}</p>
    {{/subtitle}}
    </header>
    {{#hasContents}}
    <nav aria-label="Contents">
    <ol>
    {{#sections}}
    <li><a href="#{{id}}">{{heading}}</a></li>
    {{/sections}}
    </ol>
    </nav>
    {{/hasContents}}
    {{#sections}}
    <section id="{{id}}">
    <h2>{{heading}}</h2>
    {{#blocks}}
    {{>block}}
    {{/blocks}}
    </section>
    {{/sections}}
    {{#footer}}
    <footer>{{.}}</footer>
    {{/footer}}
    </main>
    </body>
    </html>

    """

  private static let block = """
    {{#subheading}}
    <h3>{{.}}</h3>
    {{/subheading}}
    {{#paragraph}}
    <p>{{.}}</p>
    {{/paragraph}}
    {{#note}}
    <p class="note {{kind}}">{{text}}</p>
    {{/note}}
    {{#facts}}
    <dl>
    {{#items}}
    <div><dt>{{name}}</dt><dd class="{{style}}">{{text}}</dd></div>
    {{/items}}
    </dl>
    {{/facts}}
    {{#table}}
    {{>table}}
    {{/table}}
    {{#figure}}
    <figure>
    {{>drawing}}
    <figcaption>{{caption}}</figcaption>
    </figure>
    {{/figure}}

    """

  private static let table = """
    <div class="wide" tabindex="0" role="group" aria-label="{{label}}">
    <table>
    {{#caption}}
    <caption>{{.}}</caption>
    {{/caption}}
    <thead><tr>{{#columns}}<th scope="col" class="{{alignment}}">{{title}}</th>{{/columns}}</tr></thead>
    <tbody>
    {{#rows}}
    <tr>{{#cells}}<td class="{{alignment}} {{style}}">{{text}}</td>{{/cells}}</tr>
    {{/rows}}
    </tbody>
    </table>
    </div>

    """

  private static let drawing = """
    <svg viewBox="0 0 {{width}} {{height}}" role="img" aria-labelledby="{{id}}-title {{id}}-text">
    <title id="{{id}}-title">{{title}}</title>
    <desc id="{{id}}-text">{{description}}</desc>
    {{#elements}}
    {{>element}}
    {{/elements}}
    </svg>

    """

  private static let element = """
    <{{name}}{{#attributes}} {{key}}="{{value}}"{{/attributes}}>{{#hint}}<title>{{.}}</title>{{/hint}}{{text}}</{{name}}>

    """
}
