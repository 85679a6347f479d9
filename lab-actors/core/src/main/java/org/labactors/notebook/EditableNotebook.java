package org.labactors.notebook;

/** A notebook whose descriptions, attributes and result sets can be changed. */
public interface EditableNotebook extends Notebook {

  /**
   * To change what is there.
   *
   * @throws IllegalStateException if the notebook is closed or open for reading only
   */
  Edits edits();
}
