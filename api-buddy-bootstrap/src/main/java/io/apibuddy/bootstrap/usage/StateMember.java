package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The member by which services say how far a job is: a text called {@code status} or {@code state},
 * or something like {@code processing_status}, in the document itself or in its {@code data}.
 */
final class StateMember {
  private static final Pattern PLACE =
      Pattern.compile("(/data)?/([A-Za-z]+_?)?([Ss]tatus|[Ss]tate)");
  private static final Pattern SEPARATOR = Pattern.compile("[-_ ]");

  /** What a job is before it has ended, in lower case and without separators. */
  private static final Set<String> UNFINISHED =
      Set.of(
          "queued",
          "inqueue",
          "enqueued",
          "pending",
          "waiting",
          "submitted",
          "notstarted",
          "validating",
          "preparing",
          "starting",
          "running",
          "processing",
          "inprogress",
          "finalizing",
          "canceling",
          "cancelling");

  /** Longer texts are not compared. */
  private static final int LONGEST = 12;

  private StateMember() {}

  /** Returns whether a parser's current token says of a job that it goes on. */
  static boolean isUnfinished(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING
        && parser.getParsingContext().getNestingDepth() <= 2
        && parser.getTextLength() <= LONGEST
        && UNFINISHED.contains(
            SEPARATOR.matcher(parser.getText()).replaceAll("").toLowerCase(Locale.ROOT))
        && PLACE.matcher(Place.of(parser)).matches();
  }
}
