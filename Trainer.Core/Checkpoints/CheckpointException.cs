namespace Trainer.Core.Checkpoints;

/// <summary>A checkpoint is damaged, of another version, or of another run than the one that is to go on.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What was found, what was expected and what to do, as one or more sentences.</param>
    public CheckpointException(string path, string problem)
        : base($"{path}: {problem}")
    {
    }
}
