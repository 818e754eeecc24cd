package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads the events of a stream that may speak of tokens or of an error: one line each, of bounded
 * length.
 */
final class EventStreamContent implements ContentReader {
  private static final int LONGEST_LINE = 1 << 20;
  private static final String DATA = "data:";
  private static final String EVENT = "event:";

  /** Events by which Anthropic and OpenAI say that an answer that has begun has failed. */
  private static final Set<String> FAILURES = Set.of("error", "response.failed");

  private final JsonFactory json;
  private final UsageMembers members;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;
  private boolean failed;

  EventStreamContent(JsonFactory json, Usage usage) {
    this.json = json;
    this.members = new UsageMembers(usage);
  }

  @Override
  public void take(byte[] bytes, int offset, int count) throws IOException {
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

  private void endLine() throws IOException {
    if (!tooLong && line.size() > DATA.length()) {
      String text = line.toString(StandardCharsets.UTF_8);
      if (text.startsWith(EVENT)) {
        failed |= FAILURES.contains(text.substring(EVENT.length()).trim());
      } else if (text.startsWith(DATA)
          && (text.contains("\"usage") || text.contains("\"error\""))) {
        read(text.substring(DATA.length()));
      }
    }
    line.reset();
    tooLong = false;
  }

  private void read(String document) throws IOException {
    try (JsonParser parser = json.createParser(document)) {
      while (parser.nextToken() != null) {
        members.token(parser);
        failed |= isError(parser);
      }
    }
  }

  /** OpenAI's chat and Gemini send an event without a name, whose one member is the error. */
  private static boolean isError(JsonParser parser) {
    return parser.currentToken() == JsonToken.START_OBJECT
        && parser.getParsingContext().pathAsPointer().toString().equals("/error");
  }

  @Override
  public boolean saysItFailed() {
    return failed;
  }
}
