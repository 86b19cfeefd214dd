using Trainer.Core.Checkpoints;
using Trainer.Core.Tensors;
using Trainer.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace Trainer.Core.Training;

/// <summary>How far a training has come: all that decides how it goes on.</summary>
/// <param name="model">The model in training.</param>
/// <param name="history">The epochs that have ended.</param>
/// <param name="callbacks">The callbacks; those with a state take part.</param>
internal sealed class FitProgress(Model model, History history, IReadOnlyList<Callback> callbacks) : IStateful
{
    /// <summary>The epoch in work, or the next one.</summary>
    public int Epoch { get; private set; }

    /// <summary>The next step of that epoch.</summary>
    public int Step { get; private set; }

    /// <summary>The sums of the epoch in work; null between two epochs.</summary>
    public Figures? Figures { get; private set; }

    /// <summary>The steps of an epoch, as far as they are known.</summary>
    public int? Steps { get; private set; }

    /// <summary>Notes that the training stands before a step; with its sums if its epoch has begun.</summary>
    public void StandBefore(int epoch, int step, Figures? figures, int? steps) =>
        (Epoch, Step, Figures, Steps) = (epoch, step, figures, steps);

    /// <inheritdoc/>
    public void SaveState(StateDictionary state)
    {
        StateDictionary fit = state.Section("fit");
        fit.Set("epoch", Epoch);
        fit.Set("step", Step);
        fit.Set("steps", Steps ?? -1);
        fit.Set("in_epoch", Figures is null ? 0 : 1);
        fit.Set("stop", model.StopTraining ? 1 : 0);
        Figures?.SaveState(fit.Section("figures"));
        history.SaveState(fit.Section("history"));
        foreach ((string name, Tensor tensor) in model.Network.state_dict())
        {
            state.Section("network").Set(name, tensor);
        }

        model.Optimizer!.SaveState(state.Section("optimizer"));
        ForEachCallback(state, (callback, section) => callback.SaveState(section));
        using Tensor generator = DefaultGenerator.GetState();
        state.Section("random").Set("torch", generator);
    }

    /// <inheritdoc/>
    public void LoadState(StateDictionary state)
    {
        StateDictionary fit = state.Section("fit");
        model.StopTraining = fit.GetInt64("stop") != 0;
        Figures?.LoadState(fit.Section("figures"));
        history.LoadState(fit.Section("history"));
        foreach ((string name, Tensor tensor) in model.Network.state_dict())
        {
            state.Section("network").CopyTo(name, tensor);
        }

        model.Optimizer!.LoadState(state.Section("optimizer"));
        ForEachCallback(state, (callback, section) => callback.LoadState(section));

        // Last, for whatever came before may have drawn numbers.
        DefaultGenerator.SetState(state.Section("random").Tensors["torch"]);
    }

    private void ForEachCallback(StateDictionary state, Action<IStateful, StateDictionary> work)
    {
        for (int i = 0; i < callbacks.Count; i++)
        {
            if (callbacks[i] is IStateful stateful)
            {
                work(stateful, state.Section("callbacks").Section($"{i}_{callbacks[i].GetType().Name}"));
            }
        }
    }
}
