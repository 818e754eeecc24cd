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
 * an object there that is named after a job or after what is told of one, or Azure's {@code
 * provisioningState}; some have a flag in the document itself, and Google's operations lack one
 * until they are done. For use by one thread.
 */
final class StateMember {
  private static final String OBJECT =
      "/(?:data|attributes|output|result|status|state|node|action"
          + "|\\w*(?:[Jj]ob|[Tt]ask|[Oo]peration|[Rr]un)(?:_?[Ss]tatus)?)";
  private static final Pattern PLACE =
      Pattern.compile(
          "(?:" + OBJECT + "){0,2}/\\w*(?:[Ss]tatus|[Ss]tate)|/properties/provisioningState");
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
          "translating",
          "generating",
          "dreaming",
          "finalizing",
          "retrying",
          "canceling",
          "cancelling");

  /** What else is said of jobs, but of what lasts too: {@code "employment_status": "working"}. */
  private static final Set<String> AMBIGUOUS =
      Set.of("created", "started", "working", "planning", "applying", "building");

  private static final Set<String> PLAIN_NAMES =
      Set.of("status", "state", "Status", "State", "readyState");

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

  /** What Google calls an operation (google.longrunning); not so Firestore's documents. */
  private static final Pattern OPERATION = Pattern.compile("(?:[^/]+/[^/]+/){0,6}operations/.+");

  /** All that an operation has; a registry's repository may be called so, too. */
  private static final Set<String> OPERATIONS =
      Set.of("name", "metadata", "done", "error", "response");

  /** What tells an operation whose name is a number only. */
  private static final String METADATA = "/metadata/@type";

  private static final String GOOGLE_TYPE = "type.googleapis.com/";

  private static final int DEEPEST = 3;

  /** Longer texts are not compared. */
  private static final int LONGEST = 12;

  private boolean unfinished;
  private boolean operation;
  private boolean more; // than an operation has
  private boolean done;

  /** Takes a parser's current token. */
  void take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    String name = String.valueOf(parser.currentName());
    boolean isOutermost = parser.getParsingContext().getNestingDepth() == 1;
    more |= isOutermost && token == JsonToken.FIELD_NAME && !OPERATIONS.contains(name);
    if (!token.isScalarValue()) {
      return;
    }
    if (isOutermost) {
      unfinished |= FLAGS.get(name) == token;
      done |= token == JsonToken.VALUE_TRUE && name.equals("done");
    }
    if (token == JsonToken.VALUE_STRING) {
      unfinished |= isUnfinishedState(parser, name);
      operation |= isOperation(parser, name);
    }
  }

  /** Returns whether a job goes on, as far as the tokens that were taken tell. */
  boolean isUnfinished() {
    return unfinished || (operation && !more && !done);
  }

  private static boolean isOperation(JsonParser parser, String name) throws IOException {
    return switch (parser.getParsingContext().getNestingDepth()) {
      case 1 -> name.equals("name") && OPERATION.matcher(parser.getText()).matches();
      case 2 ->
          name.equals("@type")
              && parser.getText().startsWith(GOOGLE_TYPE)
              && Place.of(parser).equals(METADATA);
      default -> false;
    };
  }

  private static boolean isUnfinishedState(JsonParser parser, String name) throws IOException {
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
