package io.apibuddy.domain.cache;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a long JSON text says on its outermost level, in which {@link OutermostMember} finds what it
 * would find in the whole: nested objects and arrays are left empty and long strings are cut. Of an
 * array it is the members of the objects in it, and nothing else. For one text; not safe for
 * concurrent use.
 */
public final class JsonOutline {

  /** Octets of a string; the documents of GraphQL are shorter. */
  private static final int LONGEST_STRING = 64 << 10;

  /** Octets of an outline; one that would be longer is none. */
  private static final int LONGEST = 1 << 20;

  /** Octets of a text; what is packed may be endless. */
  private static final long LONGEST_TEXT = 256L << 20;

  private static final int BLOCK = 16 << 10;

  private final StringBuilder outline = new StringBuilder();
  private int level; // how many brackets stand open around what counts, 0 before the first
  private int depth;
  private int inString = -1; // octets so far, -1 outside
  private boolean escaped;
  private boolean cut; // what the string in progress goes on with is left out
  private boolean inInnerArray; // of an array

  private JsonOutline() {}

  /**
   * Returns the outline of a text, which need not be JSON.
   *
   * @param text in UTF-8; characters beyond ASCII are no more readable afterwards
   * @return null if there is too much of it
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
      if (reader.outline.length() > LONGEST || length > LONGEST_TEXT) {
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
    cut |= inString >= LONGEST_STRING && !escaped;
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
