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
          "ccess_token\"",
          "ccessToken\"",
          "d_token\"",
          "dToken\"",
          "\"eyJ",
          "ignature=",
          "ignature\\u003d", // as Gson writes it
          "sig=",
          "sig\\u003d");

  /** What keeps a document from being kept. */
  private enum Saying {
    /** A job is not done yet. */
    GOES_ON,
    /** It failed, or a token is issued. */
    IS_FOR_ONCE
  }

  private final JsonFactory json;
  private final SignedLinks links;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream(1024);
  private boolean tooLong;
  private @Nullable Set<Saying> said; // once all was taken

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
  public boolean isUnfinished() {
    return said().contains(Saying.GOES_ON);
  }

  @Override
  public boolean isWorthKeeping() {
    return said().isEmpty();
  }

  @Override
  public @Nullable Instant usableUntil() {
    return links.firstEnd();
  }

  private Set<Saying> said() {
    Set<Saying> known = said;
    if (known == null) {
      String text = content.toString(StandardCharsets.ISO_8859_1);
      known = tooLong || WORDS.stream().noneMatch(text::contains) ? Set.of() : read();
      said = known;
    }
    return known;
  }

  private Set<Saying> read() {
    ErrorMember error = new ErrorMember(false);
    IssuedToken issued = new IssuedToken();
    StateMember state = new StateMember();
    Set<Saying> found = EnumSet.noneOf(Saying.class);
    try (JsonParser parser = json.createParser(content.toByteArray())) {
      while (parser.nextToken() != null) {
        error.take(parser);
        issued.take(parser);
        links.take(parser);
        state.take(parser);
      }
    } catch (IOException e) {
      return Set.of(); // It is no JSON, and says nothing.
    }
    if (state.isUnfinished()) {
      found.add(Saying.GOES_ON);
    }
    if (error.isFound() || issued.isFound()) {
      found.add(Saying.IS_FOR_ONCE);
    }
    return found;
  }
}
