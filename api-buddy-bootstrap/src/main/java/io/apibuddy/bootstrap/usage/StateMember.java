package io.apibuddy.bootstrap.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Recognizes an answer that reports a job which is still running. The report is one of:
 *
 * <ul>
 *   <li>a text named {@code status}, {@code state}, {@code stage} or {@code status_code}, or like
 *       {@code processing_status}: in the document itself, or up to two objects deep if these are
 *       named {@code data}, {@code status} or alike, or after a job; or Azure's {@code
 *       provisioningState};
 *   <li>a flag in the document itself;
 *   <li>an operation of Google that lacks the flag {@code done}.
 * </ul>
 *
 * For use by one thread.
 */
final class StateMember {
  private static final String OBJECT =
      "/(?:data|attributes|output|result|status|state|node|action"
          + "|\\w*(?:[Jj]ob|[Tt]ask|[Oo]peration|[Rr]un)(?:_?[Ss]tatus)?)";
  private static final String NAME = "/(?:\\w*(?:[Ss]tatus|[Ss]tate)|stage|status_code)";
  private static final Pattern PLACE =
      Pattern.compile("(?:" + OBJECT + "){0,2}" + NAME + "|/properties/provisioningState");
  private static final Pattern SEPARATOR = Pattern.compile("[-_ ]");

  /** The states of a job before its end, in lower case and without separators. */
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
          "checking",
          "preparing",
          "initializing",
          "provisioning",
          "starting",
          "running",
          "jobnotstarted", // Facebook
          "jobstarted",
          "jobrunning",
          "runningbuilding",
          "runningappstarting",
          "appstarting",
          "processing",
          "inprogress",
          "creating",
          "updating",
          "deleting",
          "terminating",
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

  /**
   * States of jobs that also occur for lasting things: {@code "employment_status": "working"}. They
   * count only under a plain name.
   */
  private static final Set<String> AMBIGUOUS =
      Set.of("created", "started", "working", "planning", "applying", "building");

  private static final Set<String> PLAIN_NAMES =
      Set.of("status", "state", "Status", "State", "readyState", "stage");

  /**
   * The flags of Elasticsearch, BigQuery, Jenkins and GitLab, with the token that reports a running
   * job. A scroll counts as one, because its id is valid only for minutes.
   */
  private static final Map<String, JsonToken> FLAGS =
      Map.of(
          "_scroll_id", JsonToken.VALUE_STRING,
          "is_running", JsonToken.VALUE_TRUE,
          "jobComplete", JsonToken.VALUE_FALSE,
          "building", JsonToken.VALUE_TRUE,
          "rebase_in_progress", JsonToken.VALUE_TRUE);

  /**
   * The name of an operation of Google (google.longrunning). Names of Firestore's documents do not
   * match.
   */
  private static final Pattern OPERATION = Pattern.compile("(?:[^/]+/[^/]+/){0,6}operations/.+");

  /** All members of an operation. A registry's repository may have such a name, but has others. */
  private static final Set<String> OPERATIONS =
      Set.of("name", "metadata", "done", "error", "response");

  /** The member that identifies an operation whose name is only a number. */
  private static final String METADATA = "/metadata/@type";

  private static final String GOOGLE_TYPE = "type.googleapis.com/";

  private static final int MAX_DEPTH = 3;

  /** Ahead of what A2A calls a state since its version 1.0, without separators. */
  private static final String A2A = "taskstate";

  /** Longer texts are not compared. */
  private static final int MAX_LENGTH = 24;

  private boolean unfinished;
  private boolean operation;
  private boolean otherMembers; // which an operation does not have
  private boolean done;

  /** Examines the parser's current token. */
  void take(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    String name = String.valueOf(parser.currentName());
    boolean isOutermost = parser.getParsingContext().getNestingDepth() == 1;
    otherMembers |= isOutermost && token == JsonToken.FIELD_NAME && !OPERATIONS.contains(name);
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

  /** Returns whether the tokens so far report a job that is still running. */
  boolean isUnfinished() {
    return unfinished || (operation && !otherMembers && !done);
  }

  private static boolean isOperation(JsonParser parser, String name) throws IOException {
    return switch (parser.getParsingContext().getNestingDepth()) {
      case 1 -> name.equals("name") && OPERATION.matcher(parser.getText()).matches();
      case 2 ->
          name.equals("@type")
              && parser.getText().startsWith(GOOGLE_TYPE)
              && TokenPointer.of(parser).equals(METADATA);
      default -> false;
    };
  }

  private static boolean isUnfinishedState(JsonParser parser, String name) throws IOException {
    if (parser.getParsingContext().getNestingDepth() > MAX_DEPTH
        || !isStateByName(name)
        || parser.getTextLength() > MAX_LENGTH) {
      return false;
    }
    String text = SEPARATOR.matcher(parser.getText()).replaceAll("").toLowerCase(Locale.ROOT);
    String state = text.startsWith(A2A) ? text.substring(A2A.length()) : text;
    return (UNFINISHED.contains(state) || (AMBIGUOUS.contains(state) && PLAIN_NAMES.contains(name)))
        && PLACE.matcher(TokenPointer.of(parser)).matches();
  }

  /** Checks the name first: hardly any member matches, and comparing values takes time. */
  private static boolean isStateByName(String name) {
    return name.endsWith("tatus")
        || name.endsWith("tate")
        || name.equals("stage")
        || name.equals("status_code");
  }
}
