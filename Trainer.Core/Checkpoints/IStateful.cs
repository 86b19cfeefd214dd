namespace Trainer.Core.Checkpoints;

/// <summary>Has state that a run needs to go on as if it had never stopped.</summary>
public interface IStateful
{
    /// <summary>
    /// Writes the state down. The dictionary keeps copies: what happens afterwards does not reach it.
    /// </summary>
    /// <param name="state">Where to; the names in it are the object's own.</param>
    void SaveState(StateDictionary state);

    /// <summary>Takes up a state that <see cref="SaveState"/> of an object made in the same way has written.</summary>
    /// <param name="state">Where from.</param>
    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    /// <exception cref="InvalidDataException">Something is there, but of another form.</exception>
    void LoadState(StateDictionary state);
}
