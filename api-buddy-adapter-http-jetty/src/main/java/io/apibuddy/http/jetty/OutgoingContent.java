package io.apibuddy.http.jetty;

import org.eclipse.jetty.client.Request;
import org.jspecify.annotations.Nullable;

/** The content of a request on its way to an upstream, of which progress can be told. */
interface OutgoingContent extends Request.Content {

  /** Returns null: the request's fields say what there is to say. */
  @Override
  default @Nullable String getContentType() {
    return null;
  }

  /** Returns since when the upstream has not taken a piece, 0 if it has taken all it was given. */
  long writingSince();

  /** Returns whether all of the content was handed to Jetty. */
  boolean isExhausted();

  /** Returns why the content could not be read, null if it could. */
  @Nullable Exception failure();
}
