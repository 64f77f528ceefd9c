// A report as one HTML page that needs nothing else: no network, no script, no other file.
//
// Promise    The same content gives the same bytes. Text is text: whatever it holds, it never becomes markup.
// Method     A page is a value; a template engine writes it, and escapes all that is put into the templates.

/// A report for people, to be read on a screen, a phone or paper.
///
/// ```swift
/// let page = Page(
///   title: "study.model",
///   sections: [
///     Section("Sizes", [
///       .paragraph("Records in each cluster."),
///       .figure(Figure("Sizes of the clusters.", .bars(chart))),
///     ])
///   ])
/// try file.write(Array(page.html.utf8))
/// ```
package struct Page: Sendable {
  /// The name of the page, and its first heading.
  package var title: String
  /// A line below the title; nil for none.
  package var subtitle: String?
  package var sections: [Section]
  /// The last line, such as the software that made the page; nil for none.
  package var footer: String?

  package init(title: String, subtitle: String? = nil, sections: [Section], footer: String? = nil) {
    self.title = title
    self.subtitle = subtitle
    self.sections = sections
    self.footer = footer
  }
}

/// A part of a page with a heading.
package struct Section: Sendable {
  package var heading: String
  package var blocks: [Block]

  package init(_ heading: String, _ blocks: [Block]) {
    self.heading = heading
    self.blocks = blocks
  }
}

/// What stands in a section, from top to bottom.
package enum Block: Sendable {
  /// A heading below the section's.
  case heading(String)
  case paragraph(String)
  /// Names with a value each.
  case facts([Fact])
  case table(Table)
  case figure(Figure)
  case note(Note)
}

/// A short text with the way it looks.
package struct Cell: Sendable, ExpressibleByStringInterpolation {
  package enum Style: String, Sendable {
    case plain
    /// Of one width, to be compared character by character, such as a digest.
    case code
    /// Something is as it should be. The text must say so too: not everybody sees the colour.
    case good
    /// Something is not.
    case bad
    /// Of less weight, such as an empty place.
    case faint
  }

  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }

  package init(stringLiteral text: String) { self.init(text) }
}

/// A name and its value.
package struct Fact: Sendable {
  package var name: String
  package var value: Cell

  package init(_ name: String, _ value: Cell) {
    self.name = name
    self.value = value
  }

  package init(_ name: String, _ text: String, _ style: Cell.Style = .plain) {
    self.init(name, Cell(text, style))
  }
}

/// Rows of cells below a line of headings.
package struct Table: Sendable {
  package enum Alignment: String, Sendable {
    case text
    /// Text that is kept on one line.
    case line
    /// To the right, with figures of one width.
    case number
  }

  package struct Column: Sendable {
    package var title: String
    package var alignment: Alignment

    package init(_ title: String, _ alignment: Alignment = .text) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// What the table shows; nil for none.
  package var caption: String?
  package var columns: [Column]
  /// Each as long as `columns`.
  package var rows: [[Cell]]

  /// - Precondition: Every row has a cell for each column.
  package init(caption: String? = nil, columns: [Column], rows: [[Cell]]) {
    for row in rows {
      precondition(row.count == columns.count, "A row of \(row.count) cells has \(columns.count) columns.")
    }
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }
}

/// A chart with the text below it.
package struct Figure: Sendable {
  package var caption: String
  package var chart: Chart

  package init(_ caption: String, _ chart: Chart) {
    self.caption = caption
    self.chart = chart
  }
}

/// A paragraph that stands out.
package struct Note: Sendable {
  package enum Kind: String, Sendable {
    case hint
    case good
    /// What the reader must know before the page is passed on.
    case warning
    case bad
  }

  package var kind: Kind
  package var text: String

  package init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}
