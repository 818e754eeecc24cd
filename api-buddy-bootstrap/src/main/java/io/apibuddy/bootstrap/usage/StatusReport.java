package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  /** A reason not to keep a document. */
  private enum Finding {
    /** It reports a job that is still running. */
    UNFINISHED,
    /** It reports a failure, or issues a token. */
    SINGLE_USE
  }

  private final JsonFactory json;
  private final SignedLinks links;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
  private boolean tooLong;
  private @Nullable Set<Finding> findings; // computed at the end

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
  public boolean isUnfinished() {
    return findings().contains(Finding.UNFINISHED);
  }

  @Override
  public boolean isWorthKeeping() {
    return findings().isEmpty();
  }

  @Override
  public @Nullable Instant usableUntil() {
    return links.earliestExpiry();
  }

  private Set<Finding> findings() {
    Set<Finding> known = findings;
    if (known == null) {
      String text = content.toString(StandardCharsets.ISO_8859_1);
      known = tooLong || RELEVANT_TEXTS.stream().noneMatch(text::contains) ? Set.of() : read();
      findings = known;
    }
    return known;
  }

  private Set<Finding> read() {
    ErrorMember error = new ErrorMember(false);
    IssuedToken issued = new IssuedToken();
    StateMember state = new StateMember();
    Set<Finding> found = EnumSet.noneOf(Finding.class);
    try (JsonParser parser = json.createParser(content.toByteArray())) {
      while (parser.nextToken() != null) {
        error.take(parser);
        issued.take(parser);
        links.take(parser);
        state.take(parser);
      }
    } catch (IOException e) {
      return Set.of(); // it is no JSON, so nothing is known
    }
    if (state.isUnfinished()) {
      found.add(Finding.UNFINISHED);
    }
    if (error.isFound() || issued.isFound()) {
      found.add(Finding.SINGLE_USE);
    }
    return found;
  }
}
