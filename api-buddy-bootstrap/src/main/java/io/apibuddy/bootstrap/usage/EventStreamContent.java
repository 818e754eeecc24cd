package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the events of a stream, or the documents of a sequence of lines, that may speak of tokens
 * or of an error: one line each, of bounded length.
 */
final class EventStreamContent implements ContentReader {
  private static final int LONGEST_LINE = 1 << 20;
  private static final String DATA = "data:";
  private static final String EVENT = "event:";

  /** Events by which Anthropic and OpenAI say that an answer that has begun has failed. */
  private static final Set<String> FAILURES = Set.of("error", "response.failed");

  private final JsonFactory json;
  private final String prefix;
  private final UsageMembers members;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
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
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        append(bytes, begin, i);
        endLine();
        begin = i + 1;
      }
    }
    append(bytes, begin, offset + count);
  }

  private void append(byte[] bytes, int from, int to) {
    tooLong |= line.size() + (to - from) > LONGEST_LINE;
    if (!tooLong) {
      line.write(bytes, from, to - from);
    }
  }

  private void endLine() {
    if (!tooLong && line.size() > prefix.length()) {
      String text = line.toString(StandardCharsets.UTF_8);
      if (text.startsWith(EVENT)) {
        failed |= FAILURES.contains(text.substring(EVENT.length()).trim());
      } else if (text.startsWith(prefix)
          && Stream.of("\"usage", "\"error", "\"ERROR\"").anyMatch(text::contains)) {
        read(text.substring(prefix.length()));
      }
    }
    line.reset();
    tooLong = false;
  }

  private void read(String document) {
    ErrorMember error = new ErrorMember(true);
    try (JsonParser parser = json.createParser(document)) {
      while (parser.nextToken() != null) {
        members.token(parser);
        error.take(parser);
      }
    } catch (IOException e) {
      // It is no JSON, and the next line may be.
    }
    failed |= error.isFound();
  }

  /** Reads the last line, which may have no end. */
  @Override
  public void end() {
    endLine();
  }

  @Override
  public boolean isWorthKeeping() {
    return !failed;
  }
}
