package io.apibuddy.http.jetty;

import io.apibuddy.ports.http.Token;

/** Checks the grammar of chunk extensions (RFC 9112 section 7.1.1). For one line. */
final class ChunkExtensions {

  private final String line;
  private int position;

  private ChunkExtensions(String line, int position) {
    this.line = line;
    this.position = position;
  }

  /** Returns whether a line has only extensions, or nothing, from {@code start} on. */
  static boolean areWellFormed(String line, int start) {
    ChunkExtensions extensions = new ChunkExtensions(line, start);
    while (extensions.position < line.length()) {
      if (!extensions.skipOne()) {
        return false;
      }
    }
    return true;
  }

  private boolean skipOne() {
    skipWhiteSpace();
    if (!skip(';')) {
      return false;
    }
    skipWhiteSpace();
    if (!skipToken()) {
      return false;
    }
    int end = position;
    skipWhiteSpace();
    if (!skip('=')) {
      position = end;
      return true;
    }
    skipWhiteSpace();
    return skip('"') ? skipString() : skipToken();
  }

  private boolean skipString() {
    while (position < line.length()) {
      char c = line.charAt(position++);
      if (c == '"') {
        return true;
      }
      if (c == '\\') {
        position++;
      }
    }
    return false;
  }

  private boolean skipToken() {
    int start = position;
    while (position < line.length() && Token.isCharacter(line.charAt(position))) {
      position++;
    }
    return position > start;
  }

  private void skipWhiteSpace() {
    while (position < line.length() && " \t".indexOf(line.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean skip(char expected) {
    if (position < line.length() && line.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }
}
