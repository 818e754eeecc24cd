package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The member by which services say how far a job is: a text called {@code status} or {@code state},
 * or something like {@code processing_status}, in the document itself, in its {@code data}, or in
 * an object there that is named after a job or after what is told of one; some have a flag in the
 * document itself.
 */
final class StateMember {
  private static final String OBJECT =
      "/(?:data|attributes|output|result|status|state|node|action"
          + "|\\w*(?:[Jj]ob|[Tt]ask|[Oo]peration|[Rr]un)(?:_?[Ss]tatus)?)";
  private static final Pattern PLACE =
      Pattern.compile("(?:" + OBJECT + "){0,2}/\\w*(?:[Ss]tatus|[Ss]tate)");
  private static final Pattern SEPARATOR = Pattern.compile("[-_ ]");

  /** What a job is before it has ended, in lower case and without separators. */
  private static final Set<String> UNFINISHED =
      Set.of(
          "submitted",
          "queued",
          "queueing",
          "inqueue",
          "enqueued",
          "pending",
          "waiting",
          "throttled",
          "notstarted",
          "validating",
          "preparing",
          "initializing",
          "provisioning",
          "starting",
          "running",
          "processing",
          "inprogress",
          "creating",
          "updating",
          "deleting",
          "sending",
          "uploading",
          "scraping",
          "rendering",
          "generating",
          "dreaming",
          "finalizing",
          "retrying",
          "canceling",
          "cancelling");

  /** What else is said of jobs, but of what lasts too: {@code "employment_status": "working"}. */
  private static final Set<String> AMBIGUOUS =
      Set.of("created", "started", "working", "planning", "applying", "building");

  private static final Set<String> PLAIN_NAMES = Set.of("status", "state", "Status", "State");

  /**
   * What Elasticsearch, BigQuery and Jenkins say instead; a scroll goes on, and its number is good
   * for minutes only.
   */
  private static final Map<String, JsonToken> FLAGS =
      Map.of(
          "_scroll_id", JsonToken.VALUE_STRING,
          "is_running", JsonToken.VALUE_TRUE,
          "jobComplete", JsonToken.VALUE_FALSE,
          "building", JsonToken.VALUE_TRUE);

  private static final int DEEPEST = 3;

  /** Longer texts are not compared. */
  private static final int LONGEST = 12;

  private StateMember() {}

  /** Returns whether a parser's current token says of a job that it goes on. */
  static boolean isUnfinished(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return isFlag(parser, token) || (token == JsonToken.VALUE_STRING && isUnfinishedState(parser));
  }

  private static boolean isFlag(JsonParser parser, JsonToken token) throws IOException {
    return token.isScalarValue()
        && parser.getParsingContext().getNestingDepth() == 1
        && FLAGS.get(String.valueOf(parser.currentName())) == token;
  }

  private static boolean isUnfinishedState(JsonParser parser) throws IOException {
    String name = String.valueOf(parser.currentName());
    if (parser.getParsingContext().getNestingDepth() > DEEPEST
        || !isStateByName(name)
        || parser.getTextLength() > LONGEST) {
      return false;
    }
    String state = SEPARATOR.matcher(parser.getText()).replaceAll("").toLowerCase(Locale.ROOT);
    return (UNFINISHED.contains(state) || (AMBIGUOUS.contains(state) && PLAIN_NAMES.contains(name)))
        && PLACE.matcher(Place.of(parser)).matches();
  }

  /** Hardly any member is, and to compare its value takes time. */
  private static boolean isStateByName(String name) {
    return name.endsWith("tatus") || name.endsWith("tate");
  }
}
