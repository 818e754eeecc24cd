package io.apibuddy.bootstrap.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a configuration document with its position. */
sealed interface Node {

  /** Returns where the node begins. */
  Position position();

  /** Returns the name of the node in problem reports. */
  String found();

  /** The kind of a scalar. */
  enum Kind {
    TEXT,
    NUMBER,
    /** A {@link java.time.Duration} that a caller sets, written with a unit; never from a file. */
    DURATION,
    FLAG,
    NULL
  }

  /**
   * A single value.
   *
   * @param text the text with variables replaced
   * @param written the text as it was written, which reports may show
   * @param missingVariable the message about a variable that the text needs and that is not set,
   *     null if there is none
   * @param parts the parts of the text that came from variables
   */
  record Scalar(
      Position position,
      Kind kind,
      String text,
      String written,
      @Nullable String missingVariable,
      List<ExpandedText.Part> parts)
      implements Node {
    private static final int MAX_SHOWN_LENGTH = 60;

    public Scalar {
      parts = List.copyOf(parts);
    }

    Scalar(Position position, Kind kind, String text, String written) {
      this(position, kind, text, written, null, List.of());
    }

    static Scalar text(Position position, String text) {
      return new Scalar(position, Kind.TEXT, text, text);
    }

    @Override
    public String found() {
      String shown =
          written.length() <= MAX_SHOWN_LENGTH
              ? written
              : written.substring(0, MAX_SHOWN_LENGTH) + "...";
      return switch (kind) {
        case TEXT -> "text \"" + shown + "\"";
        case NUMBER, DURATION, FLAG -> shown;
        case NULL -> "nothing";
      };
    }
  }

  /** A list. */
  record Sequence(Position position, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String found() {
      return "a list";
    }
  }

  /** A section: names and values in the order in which they were written, each name once. */
  record Mapping(Position position, List<Member> members) implements Node {
    public Mapping {
      members = List.copyOf(members);
    }

    @Override
    public String found() {
      return "a section";
    }
  }

  /**
   * A fault within a node, which appears in reports only, never in a document.
   *
   * @param found the name of the fault in reports
   */
  record Fault(Position position, String found) implements Node {}

  /** A name with its value. */
  record Member(String name, Position position, Node value) {}
}
