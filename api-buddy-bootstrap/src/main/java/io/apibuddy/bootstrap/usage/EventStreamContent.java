package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds tokens and failures in a stream of server-sent events, or in a sequence of lines of which
 * each is a JSON document. Only events and lines that contain one of a few words are parsed; lines
 * of more than 1 MiB are skipped.
 */
final class EventStreamContent implements ContentReader {
  /** The longest line in bytes, and the longest data of an event in characters. */
  private static final int MAX_LENGTH = 1 << 20;

  private static final String DATA = "data:";
  private static final String EVENT = "event:";

  /** What begins a line that says nothing of the answer. */
  private static final List<String> NO_CONTENT = List.of(":", "id:", "retry:");

  /** A field in place of {@code data}, by which llama.cpp reported failures until 2025. */
  private static final String ERROR = "error:";

  /** Every document that states tokens or a failure contains one of these or states a reason. */
  private static final List<String> RELEVANT_TEXTS =
      List.of(
          "\"usage", "\"meta\"", "eval_count\"", "\"error", "\"response.failed\"", "\"base_resp\"");

  private final JsonFactory json;
  private final String prefix;
  private final UsageMembers members;
  private final StreamEnd streamEnd = new StreamEnd();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String data = ""; // of the event in progress, while it has one line
  private final StringBuilder lines = new StringBuilder(); // its data, once it has several lines
  private boolean afterReturn;
  private boolean tooLong;
  private boolean begun; // with something other than comments
  private boolean ending;
  private boolean cut; // the stream ends within an object or array
  private boolean hasGaps; // parts of the stream are not read
  private boolean failed;

  private EventStreamContent(JsonFactory json, String prefix, Usage usage) {
    this.json = json;
    this.prefix = prefix;
    this.begun = prefix.isEmpty(); // no line at all is an answer, too
    this.members = new UsageMembers(usage);
  }

  /** Returns a reader of server-sent events. */
  static EventStreamContent events(JsonFactory json, Usage usage) {
    return new EventStreamContent(json, DATA, usage);
  }

  /** Returns a reader of lines, each of which is a document. */
  static EventStreamContent lines(JsonFactory json, Usage usage) {
    return new EventStreamContent(json, "", usage);
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    int begin = offset;
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n' && afterReturn) { // CR LF ends one line
        begin = i + 1;
      } else if (bytes[i] == '\n' || bytes[i] == '\r') {
        append(bytes, begin, i);
        endLine();
        begin = i + 1;
      }
      afterReturn = bytes[i] == '\r';
    }
    append(bytes, begin, offset + count);
  }

  private void append(byte[] bytes, int from, int to) {
    tooLong |= line.size() + (to - from) > MAX_LENGTH;
    if (!tooLong) {
      line.write(bytes, from, to - from);
    }
  }

  private void endLine() {
    hasGaps |= tooLong;
    String text = tooLong ? "" : line.toString(StandardCharsets.UTF_8);
    if (text.startsWith(EVENT)) {
      String name = text.substring(EVENT.length()).trim();
      failed |= ErrorMember.EVENTS.contains(name);
      streamEnd.takeName(name);
    } else if (text.startsWith(prefix)) {
      add(text.substring(prefix.length()));
    } else if (text.startsWith(ERROR)) {
      failed = true;
    } else if (!text.isEmpty() && NO_CONTENT.stream().noneMatch(text::startsWith)) {
      add(text); // some servers send a document, or lines, as they are
    }
    if (prefix.isEmpty() || (line.size() == 0 && !tooLong)) {
      endEvent();
    }
    line.reset();
    tooLong = false;
  }

  /**
   * Appends a line of data. An event may have several, which are one text (HTML Standard, section
   * 9.2.6).
   */
  private void add(String more) {
    begun |= !more.isBlank();
    if (lines.length() + data.length() + more.length() > MAX_LENGTH) {
      endEvent();
    }
    if (data.isEmpty() && lines.isEmpty()) {
      data = more;
    } else {
      lines.append(data).append('\n').append(more);
      data = "";
    }
  }

  private void endEvent() {
    String text = lines.isEmpty() ? data : lines.toString();
    boolean statesReason = StreamEnd.statesReason(text);
    streamEnd.takeData(text, statesReason);
    if (ending || statesReason || RELEVANT_TEXTS.stream().anyMatch(text::contains)) {
      read(text);
    }
    data = "";
    lines.setLength(0);
  }

  private void read(String document) {
    ErrorMember error = new ErrorMember(true);
    FinishReason reason = new FinishReason();
    try (JsonParser parser = json.createParser(document)) {
      while (hasNext(parser)) {
        members.token(parser);
        error.take(parser);
        reason.take(parser);
      }
    } catch (IOException e) {
      // This event is no JSON; the next may be.
    }
    failed |= error.isFound() || reason.isFailure();
  }

  /** Moves to the next token; returns false after the last one, also if the document is cut. */
  private boolean hasNext(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() != null;
    } catch (JsonEOFException e) {
      cut |= ending && !parser.getParsingContext().inRoot();
      return false;
    }
  }

  /** Reads the last event, which may lack the empty line at its end. */
  @Override
  public void end() {
    ending = true;
    endLine();
    endEvent();
  }

  @Override
  public void abort() {
    hasGaps = true;
  }

  /**
   * Returns whether the stream has begun, none of it reports a failure, and the answer in it, and
   * its last document, have come to their end. A server that gives up may have sent nothing but
   * comments, which keep the connection alive, or events without data, which clients ignore, and
   * after which an MCP client asks again.
   */
  @Override
  public boolean isWorthKeeping() {
    return !failed && (hasGaps || (begun && !cut && !streamEnd.isMissing()));
  }
}
