package io.apibuddy.domain.throttle;

import io.apibuddy.domain.cache.OutermostMember;
import io.apibuddy.domain.routing.PercentEncoding;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.store.StoredRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the model that a request names in its path or in the member {@code model} of its JSON body:
 * providers have quotas and prices for each model.
 */
public final class RequestedModel {
  private static final Pattern IN_PATH =
      Pattern.compile(
          "/(?:models|openai/deployments)/([^/:]{1,200})"
              + "|/model/([^/]{1,200})/(?:invoke|converse)");
  private static final int MAX_LENGTH = 200;

  private RequestedModel() {}

  /** Returns the model that a request names, decoded; empty if it names none or is too long. */
  public static String of(StoredRequest request) {
    String model = inPath(RequestTarget.pathOf(request.target()));
    if (!model.isEmpty()) {
      return PercentEncoding.decoded(model);
    }
    Body.Bytes body = request.body();
    return body == null ? "" : inJson(new String(body.toByteArray(), StandardCharsets.UTF_8));
  }

  /** Returns the model that a path names, empty if it names none. */
  public static String inPath(String path) {
    Matcher matcher = IN_PATH.matcher(path);
    if (!matcher.find()) {
      return "";
    }
    return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
  }

  /**
   * Returns the text of the member {@code model} in the outermost object.
   *
   * @param json the beginning of a body; may be anything
   * @return empty if there is none
   */
  public static String inJson(String json) {
    String model = OutermostMember.text(json, "model");
    return model.length() <= MAX_LENGTH ? model : "";
  }
}
