package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document of any length as it arrives and finds all that this package looks for. Only
 * the JSON token that is being read is held in memory.
 */
final class JsonContent implements ContentReader {
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final UsageMembers members;
  private final ErrorMember error = new ErrorMember(false);
  private final FinishReason reason = new FinishReason();
  private final IssuedToken issued = new IssuedToken();
  private final StateMember state = new StateMember();
  private final SignedLinks links;
  private boolean received; // anything at all
  private boolean begun; // with something other than white space
  private boolean aborted;

  JsonContent(JsonFactory json, Usage usage, SignedLinks links) throws IOException {
    parser = json.createNonBlockingByteArrayParser();
    feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    members = new UsageMembers(usage);
    this.links = links;
  }

  @Override
  public void take(byte[] bytes, int offset, int count) throws IOException {
    received |= count > 0;
    begun = begun || !isBlank(bytes, offset, count);
    feeder.feedInput(bytes, offset, offset + count);
    JsonToken token = parser.nextToken();
    while (token != null && token != JsonToken.NOT_AVAILABLE) {
      members.token(parser);
      error.take(parser);
      reason.take(parser);
      issued.take(parser);
      links.take(parser);
      state.take(parser);
      token = parser.nextToken();
    }
  }

  @Override
  public void abort() {
    aborted = true;
  }

  @Override
  public boolean isUnfinished() {
    return state.isUnfinished();
  }

  @Override
  public boolean isWorthKeeping() {
    return !error.isFound()
        && !reason.isFailure()
        && !issued.isFound()
        && !isUnfinished()
        && !isCut();
  }

  @Override
  public @Nullable Instant usableUntil() {
    return links.earliestExpiry();
  }

  /**
   * Returns whether the document ends within an object or array, or before it has begun, as if the
   * server gave up but ended the content regularly. OpenRouter sends white space ahead of the
   * document while it waits for a model.
   */
  private boolean isCut() {
    return !aborted && ((received && !begun) || !parser.getParsingContext().inRoot());
  }

  private static boolean isBlank(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      if (!Character.isWhitespace(bytes[i])) {
        return false;
      }
    }
    return true;
  }
}
