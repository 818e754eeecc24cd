package io.apibuddy.bootstrap.body;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.util.Arrays;

/**
 * Builds the canonical form of one JSON document: it collects the output in the order of the input,
 * and sorts a table of an object's members when the object ends. Each byte is copied once more,
 * when the document is written.
 *
 * <p>In the collected bytes, an object is a marker byte, the object's number and its members. The
 * marker byte cannot occur elsewhere, because control characters are always escaped.
 */
final class CanonicalJson {
  private static final byte MARKER = 1;
  private static final int BUFFER_SIZE = 8192;

  /** Memory in bytes that sorting an object's members takes for each member. */
  private static final long SORT_BYTES_PER_MEMBER = 24;

  private final DocumentMemory memory;
  private final JsonBuffer text;
  private final JsonStringWriter stringWriter;
  private final LongList openMembers;
  private final LongList members;
  private final LongList objects; // two values each: first member and count; end
  private final LongList starts; // for each unfinished object its first index in openMembers

  CanonicalJson(DocumentMemory memory) {
    this.memory = memory;
    text = new JsonBuffer(memory);
    stringWriter = new JsonStringWriter(text);
    openMembers = new LongList(memory);
    members = new LongList(memory);
    objects = new LongList(memory);
    starts = new LongList(memory);
  }

  /** Returns the number of bytes collected so far. */
  int length() {
    return text.length();
  }

  void literal(String ascii) {
    text.ascii(ascii);
  }

  void text(char[] chars, int offset, int count) {
    text.quoted(chars, offset, count);
  }

  /**
   * Begins a string and returns a writer for its characters, to be used until {@link #endString}.
   */
  Writer beginString() {
    text.quote();
    return stringWriter;
  }

  void endString() {
    stringWriter.flush();
    text.quote();
  }

  /** Begins an object and returns its number. */
  int beginObject() {
    int number = objects.size() / 2;
    objects.add(0);
    objects.add(0);
    starts.add(openMembers.size());
    text.marker(MARKER, number);
    return number;
  }

  /** Ends the member of the innermost object whose bytes begin at {@code start}. */
  void endMember(int start) {
    openMembers.add(pack(start, text.length()));
  }

  /**
   * Ends the innermost object and sorts its members.
   *
   * @param number the number that {@link #beginObject} returned
   */
  void endObject(int number) {
    int from = (int) starts.removeLast();
    long sorting = SORT_BYTES_PER_MEMBER * (openMembers.size() - from);
    memory.reserve(sorting);
    Long[] own = new Long[openMembers.size() - from];
    boolean sorted = true;
    for (int i = 0; i < own.length; i++) {
      own[i] = openMembers.get(from + i);
      sorted = sorted && (i == 0 || compare(own[i - 1], own[i]) <= 0);
    }
    if (!sorted) {
      Arrays.sort(own, this::compare);
    }
    openMembers.truncate(from);
    objects.set(2 * number, pack(members.size(), own.length));
    objects.set(2 * number + 1, text.length());
    for (Long member : own) {
      members.add(member);
    }
    memory.release(sorting);
  }

  /** Writes the canonical document to {@code target}, in few large pieces. */
  void writeTo(OutputStream target) throws IOException {
    OutputStream pieces =
        new BufferedOutputStream(target, Math.min(BUFFER_SIZE, text.length() + 1));
    write(0, text.length(), pieces);
    pieces.flush();
  }

  /** Copies a range of bytes, with the members of each object in it in the order of their names. */
  private void write(int from, int to, OutputStream target) throws IOException {
    int copied = from;
    for (int at = text.find(MARKER, from, to); at < to; at = text.find(MARKER, copied, to)) {
      text.writeTo(target, copied, at);
      int number = text.markerNumber(at + 1);
      long own = objects.get(2 * number);
      int first = high(own);
      target.write('{');
      for (int i = 0; i < low(own); i++) {
        if (i > 0) {
          target.write(',');
        }
        long member = members.get(first + i);
        write(high(member), low(member), target);
      }
      target.write('}');
      copied = (int) objects.get(2 * number + 1);
    }
    text.writeTo(target, copied, to);
  }

  /**
   * Compares two members by their names' UTF-8 bytes. The closing quote of a name ends the
   * comparison before the value is reached.
   */
  private int compare(long a, long b) {
    return text.compareQuoted(high(a), high(b));
  }

  private static long pack(int high, int low) {
    return (long) high << 32 | low;
  }

  private static int high(long pair) {
    return (int) (pair >>> 32);
  }

  private static int low(long pair) {
    return (int) pair;
  }
}
