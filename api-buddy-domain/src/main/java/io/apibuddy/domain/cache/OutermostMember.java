package io.apibuddy.domain.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds members of the outermost object of a JSON text and skips everything else. The text may be
 * cut anywhere, and need not be well formed.
 */
public final class OutermostMember {

  private OutermostMember() {}

  /**
   * Returns the string value of a member as it is written, with its escapes.
   *
   * @param json the beginning of a document
   * @param name the member's name
   * @return the first value that is not empty; empty if there is none
   */
  public static String text(String json, String name) {
    for (int i = find(json, name, 0, 1); i >= 0; i = find(json, name, i, 1)) {
      if (json.startsWith("\"", i)) {
        String value = json.substring(i + 1, Math.max(i + 1, endOfString(json, i) - 1));
        if (!value.isEmpty()) {
          return value;
        }
      }
    }
    return "";
  }

  /**
   * Returns the string values of a member of the outermost object, or, if the document is an array,
   * of the objects in it.
   */
  static List<String> texts(String json, String name) {
    int level = level(json);
    List<String> found = new ArrayList<>();
    for (int i = find(json, name, 0, level); i >= 0; i = find(json, name, i, level)) {
      if (json.startsWith("\"", i)) {
        found.add(json.substring(i + 1, Math.max(i + 1, endOfString(json, i) - 1)));
      }
    }
    return found;
  }

  /** Returns the objects in a document that is an array; any other document as it is. */
  static List<String> objects(String json) {
    if (level(json) == 1) {
      return List.of(json);
    }
    List<String> found = new ArrayList<>();
    int depth = 0;
    int begin = -1;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '"') {
        i = endOfString(json, i) - 1;
      } else if (c == '{' || c == '[') {
        begin = depth == 1 && c == '{' ? i : begin;
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
        if (depth == 1 && c == '}' && begin >= 0) {
          found.add(json.substring(begin, i + 1));
          begin = -1;
        }
      }
    }
    return found;
  }

  /**
   * Returns how many brackets are open around the members, going by the first bracket as in {@link
   * JsonOutline}: parts of a form may precede it.
   */
  private static int level(String json) {
    int i = 0;
    while (i < json.length() && "{[".indexOf(json.charAt(i)) < 0) {
      i = json.charAt(i) == '"' ? endOfString(json, i) : i + 1;
    }
    return json.startsWith("[", i) ? 2 : 1;
  }

  /** Returns whether a member is an object. */
  static boolean isObject(String json, String name) {
    return begins(json, name, "{");
  }

  /** Returns whether a member is an array. */
  static boolean isArray(String json, String name) {
    return begins(json, name, "[");
  }

  private static boolean begins(String json, String name, String bracket) {
    int value = find(json, name, 0, 1);
    return value >= 0 && json.startsWith(bracket, value);
  }

  /**
   * Returns the index at which the value of the next such member begins, -1 if there is none.
   *
   * @param from 0, or the index at which the value of the last one begins
   * @param level how many brackets are open around the member
   */
  private static int find(String json, String name, int from, int level) {
    String quoted = '"' + name + '"';
    int depth = from == 0 ? 0 : level;
    for (int i = from; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '"') {
        int end = endOfString(json, i);
        if (depth == level && json.startsWith(quoted, i)) {
          int colon = skipBlanks(json, end);
          if (json.startsWith(":", colon)) {
            return skipBlanks(json, colon + 1);
          }
        }
        i = end - 1;
      }
    }
    return -1;
  }

  private static int skipBlanks(String json, int from) {
    int i = from;
    while (i < json.length() && " \t\r\n".indexOf(json.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  /** Returns the index after the string that begins at {@code start}. */
  private static int endOfString(String json, int start) {
    int i = start + 1;
    while (i < json.length() && json.charAt(i) != '"') {
      i += json.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(json.length(), i + 1);
  }
}
