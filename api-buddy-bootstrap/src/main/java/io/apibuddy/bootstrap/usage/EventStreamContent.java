package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the events of a stream, or the documents of a sequence of lines, that may speak of tokens
 * or of an error: of bounded length each.
 */
final class EventStreamContent implements ContentReader {
  private static final int LONGEST = 1 << 20;
  private static final String DATA = "data:";
  private static final String EVENT = "event:";

  /** In place of data, as llama.cpp did until 2025. */
  private static final String ERROR = "error:";

  /** One of these is in each document that says something. */
  private static final List<String> WORDS =
      List.of(
          "\"usage",
          "\"meta\"",
          "eval_count\"",
          "\"error",
          "\"ERROR\"",
          "\"TIMEOUT\"",
          "\"response.failed\"",
          "\"insufficient_system_resource\"",
          "\"abort\"");

  private final JsonFactory json;
  private final String prefix;
  private final UsageMembers members;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private String data = ""; // of the event in progress, if it is one line
  private final StringBuilder lines = new StringBuilder(); // if they are several
  private boolean behindReturn;
  private boolean tooLong;
  private boolean failed;

  private EventStreamContent(JsonFactory json, String prefix, Usage usage) {
    this.json = json;
    this.prefix = prefix;
    this.members = new UsageMembers(usage);
  }

  /** Reads server-sent events. */
  static EventStreamContent events(JsonFactory json, Usage usage) {
    return new EventStreamContent(json, DATA, usage);
  }

  /** Reads a document from each line. */
  static EventStreamContent lines(JsonFactory json, Usage usage) {
    return new EventStreamContent(json, "", usage);
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    int begin = offset;
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n' && behindReturn) { // both end one line
        begin = i + 1;
      } else if (bytes[i] == '\n' || bytes[i] == '\r') {
        append(bytes, begin, i);
        endLine();
        begin = i + 1;
      }
      behindReturn = bytes[i] == '\r';
    }
    append(bytes, begin, offset + count);
  }

  private void append(byte[] bytes, int from, int to) {
    tooLong |= line.size() + (to - from) > LONGEST;
    if (!tooLong) {
      line.write(bytes, from, to - from);
    }
  }

  private void endLine() {
    String text = tooLong ? "" : line.toString(StandardCharsets.UTF_8);
    if (text.startsWith(EVENT)) {
      failed |= ErrorMember.EVENTS.contains(text.substring(EVENT.length()).trim());
    } else if (text.startsWith(prefix)) {
      add(text.substring(prefix.length()));
    } else {
      failed |= text.startsWith(ERROR);
    }
    if (prefix.isEmpty() || (line.size() == 0 && !tooLong)) {
      endEvent();
    }
    line.reset();
    tooLong = false;
  }

  /** An event may have several lines of data, which are one text (HTML Standard section 9.2.6). */
  private void add(String more) {
    if (lines.length() + data.length() + more.length() > LONGEST) {
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
    if (WORDS.stream().anyMatch(text::contains)) {
      read(text);
    }
    data = "";
    lines.setLength(0);
  }

  private void read(String document) {
    ErrorMember error = new ErrorMember(true);
    try (JsonParser parser = json.createParser(document)) {
      while (parser.nextToken() != null) {
        members.token(parser);
        error.take(parser);
      }
    } catch (IOException e) {
      // It is no JSON, and the next one may be.
    }
    failed |= error.isFound();
  }

  /** Reads the last event, which may have no end. */
  @Override
  public void end() {
    endLine();
    endEvent();
  }

  @Override
  public boolean isWorthKeeping() {
    return !failed;
  }
}
