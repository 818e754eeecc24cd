package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON document that was asked for with GET, and may say how far a job is, that it failed, issue
 * a token or hold links that end. Long ones, and those that have no such word in them, are not
 * taken apart.
 */
final class StatusReport implements ContentReader {
  private static final int LONGEST = 16 << 10;
  private static final List<String> WORDS =
      List.of(
          "tatus\"",
          "tate\"",
          "\"error",
          "\"timed_out\"",
          "\"NOTOK",
          "\"runtime error",
          "\"is_running\"",
          "\"_scroll_id\"",
          "\"jobComplete\"",
          "\"building\"",
          "ccess_token\"",
          "ccessToken\"",
          "d_token\"",
          "dToken\"",
          "\"eyJ",
          "ignature=",
          "sig=");

  private final JsonFactory json;
  private final SignedLinks links;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
  private boolean tooLong;

  StatusReport(JsonFactory json, SignedLinks links) {
    this.json = json;
    this.links = links;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    tooLong |= content.size() + count > LONGEST;
    if (!tooLong) {
      content.write(bytes, offset, count);
    }
  }

  @Override
  public boolean wantsMore() {
    return !tooLong;
  }

  @Override
  public boolean isWorthKeeping() {
    String text = content.toString(StandardCharsets.ISO_8859_1);
    return tooLong || WORDS.stream().noneMatch(text::contains) || isFinal();
  }

  @Override
  public @Nullable Instant usableUntil() {
    return links.firstEnd();
  }

  private boolean isFinal() {
    ErrorMember error = new ErrorMember(false);
    IssuedToken issued = new IssuedToken();
    try (JsonParser parser = json.createParser(content.toByteArray())) {
      boolean finished = true;
      while (parser.nextToken() != null) {
        error.take(parser);
        issued.take(parser);
        links.take(parser);
        finished &= !StateMember.isUnfinished(parser);
      }
      return finished && !error.isFound() && !issued.isFound();
    } catch (IOException e) {
      return true; // It is no JSON, and says nothing.
    }
  }
}
