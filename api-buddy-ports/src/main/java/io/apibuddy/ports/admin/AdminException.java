package io.apibuddy.ports.admin;

/** An error that an admin resource answers with: problem details of RFC 9457. */
public final class AdminException extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String errorCode;
  private final String title;

  /**
   * Makes one.
   *
   * @param status the status code, 400 to 599
   * @param errorCode a stable name in lower case with underscores
   * @param title what the code means, the same for each occurrence
   * @param detail what happened here and what to do about it; no secret
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

  /** Returns a stable name. */
  public String errorCode() {
    return errorCode;
  }

  /** Returns what the code means. */
  public String title() {
    return title;
  }

  /** Returns what happened here and what to do about it. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
