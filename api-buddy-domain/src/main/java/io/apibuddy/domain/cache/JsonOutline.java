package io.apibuddy.domain.cache;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The outline of a long JSON text: its outermost level, in which {@link OutermostMember} finds the
 * same as in the whole text. Nested objects and arrays are left empty, and long strings are cut.
 * The outline of an array has the members of the objects in it and nothing else. For one text; not
 * safe for concurrent use.
 */
public final class JsonOutline {

  /** The maximum length of a string, in bytes; documents of GraphQL are shorter. */
  private static final int MAX_STRING_LENGTH = 64 << 10;

  /** The maximum length of an outline, in bytes; there is none for a text that needs more. */
  private static final int MAX_LENGTH = 1 << 20;

  /** The maximum length of a text, in bytes; compressed content may be endless. */
  private static final long MAX_TEXT_LENGTH = 256L << 20;

  private static final int BLOCK = 16 << 10;

  private final StringBuilder outline = new StringBuilder();
  private int level; // open brackets around the outlined members, 0 before the first one
  private int depth;
  private int inString = -1; // bytes of the current string so far, -1 outside strings
  private boolean escaped;
  private boolean cut; // the rest of the current string is left out
  private boolean inInnerArray; // within an array that is an element of the outermost array

  private JsonOutline() {}

  /**
   * Returns the outline of a text, which need not be JSON.
   *
   * @param text the text in UTF-8; characters beyond ASCII are unreadable in the outline
   * @return null if the text or its outline is too long
   */
  public static @Nullable String of(InputStream text) throws IOException {
    JsonOutline reader = new JsonOutline();
    byte[] block = new byte[BLOCK];
    long length = 0;
    int count;
    while ((count = text.read(block)) >= 0) {
      length += count;
      for (int i = 0; i < count; i++) {
        reader.read((char) (block[i] & 0xFF));
      }
      if (reader.outline.length() > MAX_LENGTH || length > MAX_TEXT_LENGTH) {
        return null;
      }
    }
    return reader.outline.toString();
  }

  private void read(char c) {
    if (inString >= 0) {
      readInString(c);
      return;
    }
    int before = depth;
    if (c == '{' || c == '[') {
      level = level == 0 ? (c == '[' ? 2 : 1) : level;
      depth++;
    } else if (c == '}' || c == ']') {
      depth--;
    } else if (c == '"') {
      inString = 0;
    }
    if (level == 2 && before == 1 && depth == 2) {
      inInnerArray = c == '[';
    }
    boolean isBracket = before != depth;
    if (isBracket ? Math.min(before, depth) <= (inInnerArray ? 1 : level) : isOfMembers()) {
      outline.append(c);
    }
  }

  private boolean isOfMembers() {
    return depth <= level && (level < 2 || (depth == 2 && !inInnerArray));
  }

  private void readInString(char c) {
    boolean ends = c == '"' && !escaped;
    cut |= inString >= MAX_STRING_LENGTH && !escaped;
    if (isOfMembers() && (!cut || ends)) {
      outline.append(c);
    }
    escaped = c == '\\' && !escaped;
    inString++;
    if (ends) {
      inString = -1;
      cut = false;
    }
  }
}
