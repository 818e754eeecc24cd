package io.apibuddy.bootstrap.config;

import com.fasterxml.jackson.core.JsonLocation;

/**
 * The place where a value was written.
 *
 * @param source the file's name, a variable or a flag
 * @param line from 1, or 0 if the source has no lines
 * @param column from 1, or 0 if the source has no lines
 */
record Position(String source, int line, int column) {

  /** Returns the position of a source as a whole. */
  static Position of(String source) {
    return new Position(source, 0, 0);
  }

  /** Returns the position that a parser names. */
  static Position of(String source, JsonLocation at) {
    return new Position(source, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }

  @Override
  public String toString() {
    return line == 0 ? source : source + ":" + line + ":" + column;
  }
}
