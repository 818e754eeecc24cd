package io.apibuddy.ports.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Room for request bodies that are too large to be held in memory while the key is made from them.
 * Safe for concurrent use.
 */
public interface ScratchSpace {

  /**
   * Opens an empty scratch.
   *
   * @throws IOException if there is no room
   */
  Scratch open() throws IOException;

  /** One body's room: written once, then read any number of times; for use by one thread. */
  interface Scratch extends AutoCloseable {

    /**
     * Returns where the bytes go; closing it ends the writing. A write that fails leaves what was
     * written before as it was.
     */
    OutputStream output();

    /** Returns the written bytes from the start. */
    InputStream input() throws IOException;

    /** Gives the room back; never throws. */
    @Override
    void close();
  }
}
