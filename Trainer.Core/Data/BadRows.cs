namespace Trainer.Core.Data;

/// <summary>
/// What to do about a row that is not an image of the data set's shape, or has no label of its classes.
/// </summary>
public enum BadRows
{
    /// <summary>The first one ends the run; the error says where it is and what is wrong with it.</summary>
    Fail,

    /// <summary>It is left out of its batch and noted; too many of them end the run.</summary>
    Skip,
}
