package io.apibuddy.domain.throttle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which model a request is for, where its path or the member {@code model} of its JSON object says
 * so: providers count each model for itself.
 */
public final class RequestedModel {
  private static final Pattern IN_PATH =
      Pattern.compile(
          "/(?:models|openai/deployments)/([^/:]{1,200})"
              + "|/model/([^/]{1,200})/(?:invoke|converse)");
  private static final int LONGEST = 200;

  private RequestedModel() {}

  /** Returns the model that a path names, empty if it names none. */
  public static String inPath(String path) {
    Matcher matcher = IN_PATH.matcher(path);
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /**
   * Returns the outermost object's text member {@code model}.
   *
   * @param json the beginning of a body; anything may be in it
   * @return empty if there is none
   */
  public static String inJson(String json) {
    int depth = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '"') {
        int end = endOfString(json, i);
        if (depth == 1 && json.startsWith("\"model\"", i)) {
          String value = stringAfterColon(json, end);
          if (!value.isEmpty()) {
            return value;
          }
        }
        i = end - 1;
      }
    }
    return "";
  }

  /** Returns the string behind a colon, empty if there is no colon or something else behind it. */
  private static String stringAfterColon(String json, int from) {
    int colon = skipBlanks(json, from);
    int start =
        colon < json.length() && json.charAt(colon) == ':' ? skipBlanks(json, colon + 1) : 0;
    if (start == 0 || start >= json.length() || json.charAt(start) != '"') {
      return "";
    }
    int end = endOfString(json, start);
    String value = json.substring(start + 1, Math.max(start + 1, end - 1));
    return value.length() <= LONGEST ? value : "";
  }

  private static int skipBlanks(String json, int from) {
    int i = from;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the position behind the string that begins at {@code start}. */
  private static int endOfString(String json, int start) {
    int i = start + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(json.length(), i + 1);
  }
}
