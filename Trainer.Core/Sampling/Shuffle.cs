namespace Trainer.Core.Sampling;

/// <summary>
/// How the rows of an epoch are put in order. Every epoch has its own order, a pure function of (seed, epoch).
/// </summary>
public enum Shuffle
{
    /// <summary>File order.</summary>
    None,

    /// <summary>
    /// Each run of <c>ShuffleBuffer</c> successive rows is permuted by itself. Reads stay close together; rows of a
    /// file that is sorted by class stay close together too, so prefer <see cref="Full"/> where the source can be read
    /// at random.
    /// </summary>
    Buffer,

    /// <summary>A permutation of all rows.</summary>
    Full,
}
