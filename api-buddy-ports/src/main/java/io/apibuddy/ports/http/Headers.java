package io.apibuddy.ports.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a message in their original order (RFC 9110 section 5). Immutable and safe for
 * concurrent use.
 *
 * <p>Names are compared ignoring case. Values are octets decoded as ISO-8859-1, so that every byte
 * survives the round trip. They never contain CR, LF, NUL or characters above 255.
 */
public final class Headers {

  /** No fields. */
  public static final Headers EMPTY = new Headers(new String[0]);

  /**
   * How many fields a message typically gains on its way: a hit gains five, {@code Age} to {@code
   * X-Cache}.
   */
  private static final int TYPICAL_ADDITIONS = 5;

  private final String[] lines; // name, value, name, value, ...

  private Headers(String[] lines) {
    this.lines = lines;
  }

  /**
   * Returns the given fields.
   *
   * @param namesAndValues name, value, name, value...
   * @throws IllegalArgumentException if the count is odd or {@link Builder#add} refuses a field
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("names and values must come in pairs");
    }
    Builder builder = new Builder(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder(16);
  }

  /** Returns a builder that starts with these fields. */
  public Builder toBuilder() {
    Builder builder = new Builder(size() + TYPICAL_ADDITIONS);
    builder.append(lines, lines.length);
    return builder;
  }

  /** Returns the number of field lines. */
  public int size() {
    return lines.length / 2;
  }

  /** Returns whether there are no field lines. */
  public boolean isEmpty() {
    return lines.length == 0;
  }

  /** Returns the name of the field line at {@code index}, in its original case. */
  public String name(int index) {
    return lines[index * 2];
  }

  /** Returns the value of the field line at {@code index}. */
  public String value(int index) {
    return lines[index * 2 + 1];
  }

  /** Returns whether there is a field line with that name. */
  public boolean contains(String name) {
    return first(name) != null;
  }

  /** Returns the value of the first field line with that name, or null if there is none. */
  public @Nullable String first(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return lines[i + 1];
      }
    }
    return null;
  }

  /** Returns the values of all field lines with that name, in order; empty if there is none. */
  public List<String> all(String name) {
    List<String> values = null;
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        values = values == null ? new ArrayList<>(2) : values;
        values.add(lines[i + 1]);
      }
    }
    return values == null ? List.of() : values;
  }

  /**
   * Returns the combined value of a list-based field (RFC 9110 section 5.3): the values of all its
   * lines, joined by a comma and a space; null if there is none.
   */
  public @Nullable String joined(String name) {
    String only = null;
    StringBuilder several = null;
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        if (only == null) {
          only = lines[i + 1];
        } else {
          if (several == null) {
            several = new StringBuilder(only);
          }
          several.append(", ").append(lines[i + 1]);
        }
      }
    }
    return several == null ? only : several.toString();
  }

  /**
   * Returns the elements of a list-based field (RFC 9110 section 5.6.1) from all its lines, in
   * order, trimmed, without empty elements; an empty list if there is no such field. Not for fields
   * whose elements may contain commas, as in quoted strings.
   */
  public List<String> elements(String name) {
    List<String> elements = null;
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        elements = elements == null ? new ArrayList<>(2) : elements;
        addElements(lines[i + 1], elements);
      }
    }
    return elements == null ? List.of() : elements;
  }

  /**
   * Returns whether a list-based field contains an element, ignoring case. Not for fields whose
   * elements may contain commas, as with {@link #elements}.
   */
  public boolean lists(String name, String element) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name) && isListed(lines[i + 1], element)) {
        return true;
      }
    }
    return false;
  }

  /** Compares in place, without substrings, because it runs for each message. */
  private static boolean isListed(String list, String element) {
    int start = 0;
    while (start <= list.length()) {
      int comma = list.indexOf(',', start);
      int next = comma < 0 ? list.length() : comma;
      int end = next;
      while (start < end && list.charAt(start) <= ' ') {
        start++;
      }
      while (end > start && list.charAt(end - 1) <= ' ') {
        end--;
      }
      if (end - start == element.length()
          && list.regionMatches(true, start, element, 0, element.length())) {
        return true;
      }
      start = next + 1;
    }
    return false;
  }

  private static void addElements(String list, List<String> elements) {
    int start = 0;
    while (start < list.length()) {
      int comma = list.indexOf(',', start);
      int end = comma < 0 ? list.length() : comma;
      String element = list.substring(start, end).trim();
      if (!element.isEmpty()) {
        elements.add(element);
      }
      start = end + 1;
    }
  }

  /** Passes the name and value of each field line to {@code action}, in order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < lines.length; i += 2) {
      action.accept(lines[i], lines[i + 1]);
    }
  }

  /** Returns these fields without those whose name matches {@code unwanted}. */
  public Headers without(Predicate<String> unwanted) {
    String[] left = null;
    int count = 0;
    for (int i = 0; i < lines.length; i += 2) {
      boolean drop = unwanted.test(lines[i]);
      if (drop && left == null) {
        left = Arrays.copyOf(lines, lines.length - 2);
        count = i;
      } else if (!drop && left != null) {
        left[count++] = lines[i];
        left[count++] = lines[i + 1];
      }
    }
    if (left == null) {
      return this;
    }
    return count == 0 ? EMPTY : new Headers(Arrays.copyOf(left, count));
  }

  /** Compares the field lines in order, names ignoring case. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Headers that) || that.lines.length != lines.length) {
      return false;
    }
    for (int i = 0; i < lines.length; i += 2) {
      if (!lines[i].equalsIgnoreCase(that.lines[i]) || !lines[i + 1].equals(that.lines[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < lines.length; i += 2) {
      hash = 31 * hash + lines[i].toLowerCase(Locale.ROOT).hashCode();
      hash = 31 * hash + lines[i + 1].hashCode();
    }
    return hash;
  }

  /** Shows the names only, since a value may be a credential. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    for (int i = 0; i < lines.length; i += 2) {
      names.append(i == 0 ? "" : ", ").append(lines[i]);
    }
    return names.append(']').toString();
  }

  /** Collects field lines. For use by one thread. */
  public static final class Builder {
    private static final int MIN_FIELDS = 4;

    /** How many field lines a reused builder may keep room for. */
    private static final int MAX_RETAINED_FIELDS = 32;

    private String[] lines;
    private int length;

    /**
     * Whether {@link #lines} is shared with a {@code Headers} that was built, and must not be
     * modified.
     */
    private boolean shared;

    private Builder(int fields) {
      lines = new String[Math.max(fields, MIN_FIELDS) * 2];
    }

    /**
     * Adds a field line after all others.
     *
     * @throws IllegalArgumentException if the name is not a token, or the value contains CR, LF,
     *     NUL or a character above 255
     */
    public Builder add(String name, String value) {
      append(Syntax.requireToken(name), Syntax.requireFieldValue(name, value));
      return this;
    }

    /** Adds all field lines of {@code headers} after the existing ones. */
    public Builder addAll(Headers headers) {
      append(headers.lines, headers.lines.length);
      return this;
    }

    /**
     * Replaces all field lines with that name by one at the end.
     *
     * @throws IllegalArgumentException as {@link #add} does
     */
    public Builder set(String name, String value) {
      remove(name);
      return add(name, value);
    }

    /** Removes all field lines with that name. */
    public Builder remove(String name) {
      if (shared) {
        own(lines.length);
      }
      int kept = 0;
      for (int i = 0; i < length; i += 2) {
        if (!lines[i].equalsIgnoreCase(name)) {
          lines[kept++] = lines[i];
          lines[kept++] = lines[i + 1];
        }
      }
      length = kept;
      return this;
    }

    /** Removes all field lines. Reusing a builder costs less than creating one. */
    public Builder clear() {
      if (shared || lines.length > MAX_RETAINED_FIELDS * 2) {
        lines = new String[MIN_FIELDS * 2];
        shared = false;
      } else {
        Arrays.fill(lines, 0, length, null);
      }
      length = 0;
      return this;
    }

    /** Returns the collected fields; the builder remains usable. */
    public Headers build() {
      if (length == 0) {
        return EMPTY;
      }
      shared |= length == lines.length;
      return new Headers(shared ? lines : Arrays.copyOf(lines, length));
    }

    private void append(String name, String value) {
      reserve(2);
      lines[length++] = name;
      lines[length++] = value;
    }

    private void append(String[] more, int count) {
      reserve(count);
      System.arraycopy(more, 0, lines, length, count);
      length += count;
    }

    private void reserve(int more) {
      if (length + more > lines.length) {
        own(Math.max(length + more, lines.length * 2));
      }
    }

    private void own(int capacity) {
      lines = Arrays.copyOf(lines, capacity);
      shared = false;
    }
  }
}
