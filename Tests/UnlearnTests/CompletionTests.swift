// Scripts that complete command lines.

import Foundation
import Testing

struct CompletionTests {
  @Test(
    "Completion scripts are read by their shells, where they are found",
    arguments: ["bash", "zsh", "fish"])
  func syntax(shell: String) throws {
    let workspace = try Workspace()
    let script = try workspace.run("--generate-completion-script", shell)
    #expect(script.status == 0 && script.text.contains("report"))
    try workspace.write(script.output, to: "script")
    let check = try workspace.shell("command -v \(shell) >/dev/null || exit 0; \(shell) -n script")
    #expect(check.status == 0, "\(check.errors)")
  }

  @Test(
    "bash completes commands, folders of models, and files by their endings",
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/bin/bash"), "There is no /bin/bash"),
    arguments: [
      ("re", ["receipt", "rekey", "report"]), ("verify st", ["study.model"]),
      ("report study.model --output p", ["page.html"]),
      ("report study.model --plot ", ["density", "none", "points"]),
      ("withdraw study.model l", ["list.csv"]), ("fit t", ["table.npy"]), ("verify study.model --key ", []),
    ])
  func completion(line: String, expected: [String]) throws {
    let workspace = try Workspace()
    for name in ["page.html", "list.csv", "table.npy", "table.txt"] { try workspace.write("", to: name) }
    try FileManager.default.createDirectory(
      atPath: workspace.path("study.model"), withIntermediateDirectories: false)
    let program = """
      source <("$unlearn" --generate-completion-script bash)
      line="unlearn $1"
      read -ra COMP_WORDS <<< "$line"
      [[ $line == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$line COMP_POINT=${#line}
      _unlearn unlearn "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      printf '%s\\n' "${COMPREPLY[@]}"
      """
    let run = try workspace.run(program: "/bin/bash", ["-c", program, "bash", line])
    #expect(run.status == 0, "\(run.errors)")
    if !expected.isEmpty {
      #expect(run.lines.sorted() == expected)
    } else {
      #expect(run.lines.contains("list.csv") && run.lines.contains("table.txt"))
    }
  }
}
