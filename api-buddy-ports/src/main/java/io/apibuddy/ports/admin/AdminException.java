package io.apibuddy.ports.admin;

/** An error response of an {@link AdminResource}, sent as problem details (RFC 9457). */
public final class AdminException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String errorCode;
  private final String title;

  /**
   * Creates an error response.
   *
   * @param status the status code, 400 to 599
   * @param errorCode a stable identifier of the error in lower case with underscores
   * @param title what the error code means, the same for each occurrence
   * @param detail what happened this time and what to do about it; must contain no secret
   */
  public AdminException(int status, String errorCode, String title, String detail) {
    super(detail);
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("status code " + status + " is no error");
    }
    this.status = status;
    this.errorCode = errorCode;
    this.title = title;
  }

  /** Returns the status code. */
  public int status() {
    return status;
  }

  /** Returns the stable identifier of the error. */
  public String errorCode() {
    return errorCode;
  }

  /** Returns what the error code means. */
  public String title() {
    return title;
  }

  /** Returns what happened this time and what to do about it. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
