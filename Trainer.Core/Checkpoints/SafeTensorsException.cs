namespace Trainer.Core.Checkpoints;

/// <summary>A safetensors file is not what it should be, or does not fit what it is to be read into.</summary>
public sealed class SafeTensorsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">What was found, what was expected and what to do, as one or more sentences.</param>
    public SafeTensorsException(string path, string problem)
        : base($"{path}: {problem}")
    {
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }
}
