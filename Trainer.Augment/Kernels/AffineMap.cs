namespace Trainer.Augment.Kernels;

/// <summary>
/// The map from a pixel of the result to a place in the source:
/// source row = RowY · y + RowX · x + Row0 and source column = ColumnY · y + ColumnX · x + Column0.
/// </summary>
internal readonly record struct AffineMap(
    double RowY,
    double RowX,
    double Row0,
    double ColumnY,
    double ColumnX,
    double Column0);
