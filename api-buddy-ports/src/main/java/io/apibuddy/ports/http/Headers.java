package io.apibuddy.ports.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The field lines of a message in the order they came (RFC 9110 section 5), immutable and safe for
 * concurrent use.
 *
 * <p>Names compare without regard to case. Values are octets read as ISO-8859-1, so that any byte
 * makes the round trip; they never hold CR, LF, NUL or characters that are no octet.
 */
public final class Headers {

  /** No field at all. */
  public static final Headers EMPTY = new Headers(new String[0]);

  /** How many fields a message gets on its way: a hit five, {@code Age} to {@code X-Cache}. */
  private static final int MORE = 5;

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
    Builder builder = new Builder(size() + MORE);
    builder.append(lines, lines.length);
    return builder;
  }

  /** Returns the number of field lines. */
  public int size() {
    return lines.length / 2;
  }

  /** Returns whether there is no field line. */
  public boolean isEmpty() {
    return lines.length == 0;
  }

  /** Returns the name of field line {@code index}, as it was written. */
  public String name(int index) {
    return lines[index * 2];
  }

  /** Returns the value of field line {@code index}. */
  public String value(int index) {
    return lines[index * 2 + 1];
  }

  /** Returns whether a field line of that name is there. */
  public boolean contains(String name) {
    return first(name) != null;
  }

  /** Returns the value of the first field line of that name, or null if there is none. */
  public @Nullable String first(String name) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name)) {
        return lines[i + 1];
      }
    }
    return null;
  }

  /** Returns the values of all field lines of that name, in order; empty if there is none. */
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
   * Returns the combined value of a list-based field (RFC 9110 section 5.3): all its lines, joined
   * by a comma and a space; null if there is none.
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
   * Returns the elements of a list-based field (RFC 9110 section 5.6.1), those of all its lines in
   * order, without white space around them and without empty ones; none if there is no such field.
   * For fields whose elements hold no commas: none in quoted strings.
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
   * Returns whether a list-based field has an element, compared without regard to case; for fields
   * as {@link #elements} reads them.
   */
  public boolean lists(String name, String element) {
    for (int i = 0; i < lines.length; i += 2) {
      if (lines[i].equalsIgnoreCase(name) && isListed(lines[i + 1], element)) {
        return true;
      }
    }
    return false;
  }

  /** Cuts nothing out: it is asked for each message. */
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

  /** Hands each field line's name and value to {@code action}, in order. */
  public void forEach(BiConsumer<String, String> action) {
    for (int i = 0; i < lines.length; i += 2) {
      action.accept(lines[i], lines[i + 1]);
    }
  }

  /** Returns these fields without those whose name {@code unwanted} accepts. */
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

  /** Equal if the same fields, names without regard to case, stand in the same order. */
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

  /** Names only: a value may be a credential. */
  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    for (int i = 0; i < lines.length; i += 2) {
      names.append(i == 0 ? "" : ", ").append(lines[i]);
    }
    return names.append(']').toString();
  }

  /** Collects field lines; for use by one thread. */
  public static final class Builder {
    private static final int FEWEST = 4;

    /** What a builder that is used again may hold on to. */
    private static final int MANY = 32;

    private String[] lines;
    private int length;

    /** Whether what was built has {@link #lines} too, which then stay as they are. */
    private boolean shared;

    private Builder(int fields) {
      lines = new String[Math.max(fields, FEWEST) * 2];
    }

    /**
     * Adds a field line behind those of the same name.
     *
     * @throws IllegalArgumentException if the name is no token or the value holds CR, LF, NUL or a
     *     character above 255
     */
    public Builder add(String name, String value) {
      append(Syntax.requireToken(name), Syntax.requireFieldValue(name, value));
      return this;
    }

    /** Adds all of {@code headers} behind what is there. */
    public Builder addAll(Headers headers) {
      append(headers.lines, headers.lines.length);
      return this;
    }

    /**
     * Replaces all field lines of that name by one at the end.
     *
     * @throws IllegalArgumentException as {@link #add} does
     */
    public Builder set(String name, String value) {
      remove(name);
      return add(name, value);
    }

    /** Removes all field lines of that name. */
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

    /** Removes all field lines; a builder that is used again costs less than another. */
    public Builder clear() {
      if (shared || lines.length > MANY * 2) {
        lines = new String[FEWEST * 2];
        shared = false;
      } else {
        Arrays.fill(lines, 0, length, null);
      }
      length = 0;
      return this;
    }

    /** Returns what was collected; the builder can go on being used. */
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
