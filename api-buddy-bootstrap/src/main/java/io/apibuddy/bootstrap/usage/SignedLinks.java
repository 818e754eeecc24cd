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
 * Finds links with a signature that expires, for example to generated pictures or to downloads,
 * among the texts of a document. It knows those of Amazon S3 and Google Cloud Storage (version 4 of
 * both signatures and the earlier ones), Azure Storage and CloudFront. For use by one thread.
 */
final class SignedLinks {
  private static final String SCHEME = "http";
  private static final int MAX_LENGTH = 4096;
  private static final Pattern PARAMETER = Pattern.compile("[?&]([\\w-]+)=([^&#]*)");
  private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssX");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,10}");

  private final Instant now;
  private @Nullable Instant earliestExpiry;

  /**
   * Creates a search in one document.
   *
   * @param now the present time; links that have expired before do not count
   */
  SignedLinks(Instant now) {
    this.now = now;
  }

  /** Examines the parser's current token. */
  void take(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getTextLength() > SCHEME.length()
        && parser.getTextLength() <= MAX_LENGTH
        && parser.getTextCharacters()[parser.getTextOffset()] == SCHEME.charAt(0)) {
      take(parser.getText());
    }
  }

  private void take(String text) {
    Instant end = text.startsWith(SCHEME) ? expiry(text) : null;
    if (end != null
        && end.isAfter(now)
        && (earliestExpiry == null || end.isBefore(earliestExpiry))) {
      earliestExpiry = end;
    }
  }

  /** Returns the earliest time at which a link expires that still works, null if there is none. */
  @Nullable Instant earliestExpiry() {
    return earliestExpiry;
  }

  /** Returns when a link expires, null if it is not signed or does not say so. */
  private static @Nullable Instant expiry(String link) {
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
      return null; // the signature has another form
    }
  }

  private static long seconds(@Nullable String number) {
    return number != null && SECONDS.matcher(number).matches() ? Long.parseLong(number) : 0;
  }
}
