// From a page to its bytes.
//
// The engine takes values by name, and looks for a name that a value lacks in what surrounds it. So every
// dictionary here has all the names that its template asks for; `false` stands for what is not there.

import Crypto
import Foundation
import Mustache

extension Page {
  /// The page as HTML in UTF-8.
  ///
  /// - Complexity: Proportional to the size of the content.
  package var html: String {
    var figureCount = 0
    let content: [String: Any] = [
      "policy": Self.policy,
      "stylesheet": Stylesheet.text,
      "title": title,
      "subtitle": subtitle ?? false,
      "footer": footer ?? false,
      "hasContents": sections.count > 2,
      "sections": sections.enumerated().map { index, section in
        [
          "id": "section-\(index + 1)",
          "heading": section.heading,
          "blocks": section.blocks.map { $0.content(&figureCount) },
        ] as [String: Any]
      },
    ]
    guard let html = Templates.library.render(content, withTemplate: "page") else {
      preconditionFailure("There is no template of a page.")
    }
    return html
  }

  /// What a browser is allowed to do with the page: to use this stylesheet. Should markup ever slip through, it can
  /// load nothing, run nothing and send nothing.
  private static let policy: String = {
    let hash = Data(SHA256.hash(data: Data(Stylesheet.text.utf8))).base64EncodedString()
    return "default-src 'none'; style-src 'sha256-\(hash)'; base-uri 'none'; form-action 'none'"
  }()
}

extension Block {
  fileprivate func content(_ figureCount: inout Int) -> [String: Any] {
    var content: [String: Any] = [
      "subheading": false, "paragraph": false, "note": false, "facts": false, "table": false, "figure": false,
    ]
    switch self {
    case .heading(let text): content["subheading"] = text
    case .paragraph(let text): content["paragraph"] = text
    case .note(let note): content["note"] = ["kind": note.kind.rawValue, "text": note.text]
    case .facts(let facts): content["facts"] = ["items": facts.map(\.content)]
    case .table(let table): content["table"] = table.content
    case .figure(let figure):
      figureCount += 1
      content["figure"] = figure.content(id: "figure-\(figureCount)")
    }
    return content
  }
}

extension Fact {
  fileprivate var content: [String: Any] {
    ["name": name, "text": value.text, "style": value.style.rawValue]
  }
}

extension Table {
  fileprivate var content: [String: Any] {
    [
      "caption": caption ?? false,
      "label": caption ?? columns.map(\.title).joined(separator: ", "),
      "columns": columns.map { ["title": $0.title, "alignment": $0.alignment.rawValue] },
      "rows": rows.map { row in
        [
          "cells": zip(columns, row).map { column, cell in
            ["alignment": column.alignment.rawValue, "style": cell.style.rawValue, "text": cell.text]
          }
        ]
      },
    ]
  }
}

extension Figure {
  fileprivate func content(id: String) -> [String: Any] {
    let drawing = chart.drawing
    return [
      "id": id,
      "caption": caption,
      "width": Numerals.place(drawing.width),
      "height": Numerals.place(drawing.height),
      "title": drawing.title,
      "description": drawing.description,
      "elements": drawing.elements.map(\.content),
    ]
  }
}

extension Drawing.Element {
  fileprivate var content: [String: Any] {
    [
      "name": name,
      "attributes": attributes.map { ["key": $0.key, "value": $0.value] },
      "text": text,
      "hint": hint ?? false,
    ]
  }
}
