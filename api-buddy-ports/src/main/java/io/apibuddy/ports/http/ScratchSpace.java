package io.apibuddy.ports.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Temporary space for request bodies that are too large to be held in memory while their cache key
 * is computed. Safe for concurrent use.
 */
public interface ScratchSpace {

  /**
   * Opens an empty scratch area.
   *
   * @throws IOException if there is no space
   */
  Scratch open() throws IOException;

  /** The space for one body, written once, then read any number of times. For use by one thread. */
  interface Scratch extends AutoCloseable {

    /**
     * Returns the stream to write to; closing it ends the writing. A failed write leaves the bytes
     * written before intact.
     */
    OutputStream output();

    /** Returns a stream of the written bytes from the start. */
    InputStream input() throws IOException;

    /** Releases the space; never throws. */
    @Override
    void close();
  }
}
