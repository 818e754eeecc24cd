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
 * Reads a JSON document that was requested by GET, in which it finds running jobs, failures, issued
 * tokens and links that expire. Documents of more than 16 KiB are not read, and those without any
 * of a few words are not parsed.
 */
final class StatusReport implements ContentReader {
  private static final int MAX_LENGTH = 16 << 10;

  /** Every document in which something can be found contains one of these. */
  private static final List<String> RELEVANT_TEXTS =
      List.of(
          "tatus\"",
          "tate\"",
          "\"stage\"",
          "\"status_code\"",
          "\"error",
          "\"errcode\"",
          "\"base_resp\"",
          "\"timed_out\"",
          "\"_shards\"",
          "tatusCode\"",
          "\"NOTOK",
          "\"runtime error",
          "\"is_running\"",
          "\"_scroll_id\"",
          "\"jobComplete\"",
          "operations/",
          "\"@type\"",
          "\"building\"",
          "\"rebase_in_progress\"",
          "ccess_token\"",
          "ccessToken\"",
          "d_token\"",
          "dToken\"",
          "\"eyJ",
          "ignature=",
          "ignature\\u003d", // as Gson writes it
          "sig=",
          "sig\\u003d");

  private final JsonFactory json;
  private final SignedLinks links;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
  private boolean tooLong;
  private boolean ended;
  private boolean unfinished;
  private boolean singleUse; // it reports a failure, or issues a token

  StatusReport(JsonFactory json, SignedLinks links) {
    this.json = json;
    this.links = links;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) {
    tooLong |= content.size() + count > MAX_LENGTH;
    if (!tooLong) {
      content.write(bytes, offset, count);
    }
  }

  @Override
  public boolean wantsMore() {
    return !tooLong;
  }

  @Override
  public void end() {
    if (!ended && !tooLong) {
      String text = content.toString(StandardCharsets.ISO_8859_1);
      if (RELEVANT_TEXTS.stream().anyMatch(text::contains)) {
        read();
      }
    }
    ended = true;
  }

  @Override
  public boolean isUnfinished() {
    return unfinished;
  }

  @Override
  public boolean isWorthKeeping() {
    return !unfinished && !singleUse;
  }

  @Override
  public @Nullable Instant usableUntil() {
    return links.earliestExpiry();
  }

  private void read() {
    ErrorMember error = new ErrorMember(false);
    IssuedToken issued = new IssuedToken();
    StateMember state = new StateMember();
    try (JsonParser parser = json.createParser(content.toByteArray())) {
      while (parser.nextToken() != null) {
        error.take(parser);
        issued.take(parser);
        links.take(parser);
        state.take(parser);
      }
      unfinished = state.isUnfinished();
      singleUse = error.isFound() || issued.isFound();
    } catch (IOException e) {
      // It is no JSON, so nothing is known.
    }
  }
}
