package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads the events of a stream that may speak of tokens: one line each, of bounded length. */
final class EventStreamContent implements ContentReader {
  private static final int LONGEST_LINE = 1 << 20;
  private static final String DATA = "data:";

  private final JsonFactory json;
  private final UsageMembers members;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean tooLong;

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
      if (text.startsWith(DATA) && text.contains("\"usage")) {
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
      }
    }
  }
}
