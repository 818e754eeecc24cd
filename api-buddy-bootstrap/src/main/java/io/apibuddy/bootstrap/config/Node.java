package io.apibuddy.bootstrap.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A piece of a configuration document together with its place in it. */
sealed interface Node {

  /** Returns where it begins. */
  Position position();

  /** Returns how a problem report calls it. */
  String found();

  /** What a scalar is written as. */
  enum Kind {
    TEXT,
    NUMBER,
    /** A {@link java.time.Duration} of a caller's, written with a unit; no file has any. */
    DURATION,
    FLAG,
    NULL
  }

  /**
   * A single value.
   *
   * @param text its text with variables replaced
   * @param written its text as it was written: what a report may show
   * @param missed what is said of a variable that the text lacks, null if it lacks none
   * @param parts what of the text came from variables
   */
  record Scalar(
      Position position,
      Kind kind,
      String text,
      String written,
      @Nullable String missed,
      List<ExpandedText.Part> parts)
      implements Node {
    private static final int SHOWN = 60;

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
      String shown = written.length() <= SHOWN ? written : written.substring(0, SHOWN) + "...";
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

  /** A section: names and values in the order they were written, each name once. */
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
   * What is wrong within a node: no part of a document, but of a report only.
   *
   * @param found names it
   */
  record Fault(Position position, String found) implements Node {}

  /** A name and its value. */
  record Member(String name, Position position, Node value) {}
}
