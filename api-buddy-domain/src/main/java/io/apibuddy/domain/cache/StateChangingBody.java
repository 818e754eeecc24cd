package io.apibuddy.domain.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes request bodies that change something at the upstream, though others to the same URL do
 * not: GraphQL mutations, or what may be one, also in a batch or a form; turns of a conversation
 * that the upstream keeps (OpenAI's {@code conversation}, and {@code conversation_id}); tool calls
 * by MCP; JSON-RPC methods that send something, such as a blockchain's transactions; batches in
 * which one request changes something; and SQL that does. If such a request were answered from the
 * store, its effect would be lost. The same goes for a GraphQL subscription, which waits for events
 * to come.
 */
public final class StateChangingBody {
  private static final String MUTATION = "mutation";
  private static final String SUBSCRIPTION = "subscription";
  private static final String CONVERSATION = "conversation";
  private static final String CONVERSATION_ID = "conversation_id";

  /**
   * JSON-RPC methods that act, as they are written, some with escaped slashes. The changes of a
   * filter are reported only once.
   */
  private static final Pattern ACTION =
      Pattern.compile(
          "tools\\\\?/call"
              + "|(?:.*[_./])?(?:[sS]end|[sS]ubmit|[bB]roadcast)[A-Za-z]*"
              + "|(?:.*[./])?(?:send|submit|broadcast)_\\w*"
              + "|requestAirdrop"
              + "|eth_new(?:Block|PendingTransaction)?Filter|eth_getFilterChanges");

  /** Between the head and the text of a multipart form's part. */
  private static final Pattern EMPTY_LINE = Pattern.compile("\\n\\r?\\n");

  /** In the head of a part with the name {@code query}. */
  private static final Pattern QUERY_NAME =
      Pattern.compile("\\bname=(?:\"query\"|query(?![^\\s;]))");

  private StateChangingBody() {}

  /**
   * Returns whether a body is such a request. For a GraphQL document by itself see {@link
   * #isDocument}, for a URL-encoded form also {@link #isForm}.
   *
   * @param json the body or its outline, which need not be well formed
   */
  public static boolean is(String json) {
    return ((json.contains(MUTATION) || json.contains(SUBSCRIPTION))
            && OutermostMember.texts(json, "query").stream().anyMatch(StateChangingBody::mutates))
        || (json.contains(CONVERSATION)
            && (OutermostMember.isObject(json, CONVERSATION)
                || !OutermostMember.text(json, CONVERSATION).isEmpty()
                || !OutermostMember.text(json, CONVERSATION_ID).isEmpty()))
        || (json.contains("\"jsonrpc\"")
            && OutermostMember.texts(json, "method").stream().anyMatch(StateChangingBody::acts))
        || (json.startsWith("--") && json.contains(MUTATION) && hasPart(json))
        || PersistedOperation.is(json)
        || BatchedRequests.containsChange(json)
        || SqlStatement.changes(json);
  }

  /**
   * Returns whether a GraphQL document that is the whole content, as in {@code
   * application/graphql}, contains a mutation or subscription.
   */
  public static boolean isDocument(String document) {
    return mutates(document.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /**
   * Returns whether a form contains a GraphQL mutation or subscription, or SQL that changes
   * something.
   *
   * @param content the content, of type {@code application/x-www-form-urlencoded}, or its
   *     beginning, which need not be well formed
   */
  public static boolean isForm(String content) {
    UrlEncodedForm form = new UrlEncodedForm(content);
    return form.values("query").stream().anyMatch(StateChangingBody::isDocument)
        || SqlStatement.changes(form);
  }

  /**
   * Returns whether a multipart form that contains the word {@code mutation} has a GraphQL mutation
   * or subscription in a part {@code query}, as uploads to monday.com do.
   */
  private static boolean hasPart(String parts) {
    int begin = 0;
    while (begin < parts.length()) {
      int delimiter = parts.indexOf("\n--", begin);
      int end = delimiter < 0 ? parts.length() : delimiter;
      Matcher line = EMPTY_LINE.matcher(parts).region(begin, end);
      if (line.find()
          && QUERY_NAME.matcher(parts).region(begin, line.start()).find()
          && isDocument(parts.substring(line.end(), end))) {
        return true;
      }
      begin = end + 1;
    }
    return false;
  }

  private static boolean acts(String method) {
    return ACTION.matcher(method).matches();
  }

  /**
   * Returns whether one of a document's operations is a mutation or subscription (GraphQL of
   * October 2021, section 2.3).
   *
   * @param document the document as it is written within a JSON string
   */
  private static boolean mutates(String document) {
    int depth = 0;
    boolean begins = true; // an operation or fragment may begin here
    for (int i = 0; i < document.length(); i++) {
      char c = document.charAt(i);
      if (document.startsWith("\\\"", i)) {
        i = endOfString(document, i + 2) - 1;
      } else if (c == '\\') {
        i++; // an escaped line end or tab
      } else if (c == '#') {
        i = endOfLine(document, i) - 1;
      } else if (c == '{' || c == '(') {
        depth++;
      } else if (c == '}' || c == ')') {
        depth--;
        begins = depth == 0 && c == '}';
      } else if (depth == 0 && Character.isLetter(c)) {
        int end = endOfWord(document, i);
        String word = document.substring(i, end);
        if (begins
            && (word.equals(MUTATION) || word.equals(SUBSCRIPTION))
            && opens(document, end)) {
          return true;
        }
        begins = false;
        i = end - 1;
      }
    }
    return false;
  }

  /** Returns whether a name, variables, directives or fields follow, as in an operation. */
  private static boolean opens(String document, int from) {
    int name = skipIgnored(document, from);
    int next = skipIgnored(document, endOfWord(document, name));
    if (document.startsWith("(", next)) {
      int variable = skipIgnored(document, next + 1); // or its description
      return document.startsWith("$", variable) || document.startsWith("\\\"", variable);
    }
    return next < document.length() && "{@".indexOf(document.charAt(next)) >= 0;
  }

  private static int skipIgnored(String document, int from) {
    int i = from;
    while (i < document.length()) {
      char c = document.charAt(i);
      if (c == '#') {
        i = endOfLine(document, i);
      } else if (c == '\\' && !document.startsWith("\\\"", i)) {
        i += 2;
      } else if (Character.isWhitespace(c) || c == ',') {
        i++;
      } else {
        return i;
      }
    }
    return i;
  }

  private static int endOfWord(String document, int from) {
    int i = from;
    while (i < document.length()
        && (Character.isLetterOrDigit(document.charAt(i)) || document.charAt(i) == '_')) {
      i++;
    }
    return i;
  }

  /** Returns the index after the next quote that is not escaped in GraphQL itself. */
  private static int endOfString(String document, int from) {
    int i = from;
    while (i < document.length() && !document.startsWith("\\\"", i)) {
      i += document.startsWith("\\\\", i) ? 2 : 0; // a backslash, and what it escapes
      i += document.startsWith("\\", i) ? 2 : 1;
    }
    return i + 2;
  }

  private static int endOfLine(String document, int from) {
    int i = from;
    while (i < document.length()
        && document.charAt(i) != '\n'
        && !document.startsWith("\\n", i)
        && !document.startsWith("\\r", i)) {
      i++;
    }
    return i;
  }
}
