package io.apibuddy.domain.throttle;

import io.apibuddy.domain.cache.OutermostMember;
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
    String model = OutermostMember.text(json, "model");
    return model.length() <= LONGEST ? model : "";
  }
}
