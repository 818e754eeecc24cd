package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Links among the texts of a document that are signed for a time: to pictures that were just made,
 * or files that are handed out. Those of Amazon's and Google's stores (version 4 of both signatures
 * and what came before), of Azure's and of CloudFront. For use by one thread.
 */
final class SignedLinks {
  private static final String SCHEME = "http";
  private static final int LONGEST = 4096;
  private static final Pattern PARAMETER = Pattern.compile("[?&]([\\w-]+)=([^&#]*)");
  private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  private final Instant now;
  private @Nullable Instant firstEnd;

  /**
   * Looks for them.
   *
   * @param now the time, so that those that have ended already do not count
   */
  SignedLinks(Instant now) {
    this.now = now;
  }

  /** Takes a parser's current token. */
  void take(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getTextLength() > SCHEME.length()
        && parser.getTextLength() <= LONGEST
        && parser.getTextCharacters()[parser.getTextOffset()] == SCHEME.charAt(0)) {
      take(parser.getText());
    }
  }

  private void take(String text) {
    Instant end = text.startsWith(SCHEME) ? end(text) : null;
    if (end != null && end.isAfter(now) && (firstEnd == null || end.isBefore(firstEnd))) {
      firstEnd = end;
    }
  }

  /** Returns when the first of them ends that still works, null if none does. */
  @Nullable Instant firstEnd() {
    return firstEnd;
  }

  /** Returns until when a link works, null if it does not say so or is not signed. */
  private static @Nullable Instant end(String link) {
    Map<String, String> parameters = new HashMap<>();
    Matcher parameter = PARAMETER.matcher(link);
    while (parameter.find()) {
      parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), parameter.group(2));
    }
    try {
      for (String signer : new String[] {"x-amz-", "x-goog-"}) {
        String begin = parameters.get(signer + "date");
        if (begin != null && parameters.containsKey(signer + "signature")) {
          return BASIC
              .parse(begin, Instant::from)
              .plusSeconds(seconds(parameters.get(signer + "expires")));
        }
      }
      String azures = parameters.get("se");
      if (azures != null && parameters.containsKey("sig")) {
        return OffsetDateTime.parse(URLDecoder.decode(azures, StandardCharsets.UTF_8)).toInstant();
      }
      return parameters.containsKey("signature")
          ? Instant.ofEpochSecond(seconds(parameters.get("expires")))
          : null;
    } catch (DateTimeException | IllegalArgumentException e) {
      return null; // It is signed in another way.
    }
  }

  private static long seconds(@Nullable String number) {
    return number != null && SECONDS.matcher(number).matches() ? Long.parseLong(number) : 0;
  }
}
