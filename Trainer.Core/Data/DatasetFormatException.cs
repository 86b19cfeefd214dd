namespace Trainer.Core.Data;

/// <summary>
/// A data set is not what it should be: its message says where, what stands there and what was expected.
/// </summary>
public sealed class DatasetFormatException : Exception
{
    /// <summary>Makes the exception for one place of one file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="line">The line, from 1; 0 when the file as a whole is meant.</param>
    /// <param name="column">
    /// The column, counted in values from 1 (the label is column 1); 0 when the line is meant.
    /// </param>
    /// <param name="problem">What is wrong there and what to do, as a sentence.</param>
    public DatasetFormatException(string path, long line, int column, string problem)
        : base(Describe(path, line, column, problem))
    {
        Path = path;
        Line = line;
        Column = column;
        Problem = problem;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The line, from 1; 0 when the file as a whole is meant.</summary>
    public long Line { get; }

    /// <summary>The column in values, from 1, where the label is column 1; 0 when the line is meant.</summary>
    public int Column { get; }

    /// <summary>What is wrong there and what to do, without the place.</summary>
    public string Problem { get; }

    private static string Describe(string path, long line, int column, string problem) => (line, column) switch
    {
        (0, _) => $"{path}: {problem}",
        (_, 0) => $"{path}, row {line}: {problem}",
        _ => $"{path}, row {line}, column {column}: {problem}",
    };
}
