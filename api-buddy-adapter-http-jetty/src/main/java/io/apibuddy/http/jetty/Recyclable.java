package io.apibuddy.http.jetty;

/** Buffers that are used again, because making them anew for each response would be dear. */
interface Recyclable {

  /** Releases the buffers; only when nobody reads them any more. */
  void recycle();
}
