//! Doing together what comes in at the same time: while some of it is being done, the rest waits, and is then done at one
//! go. Whoever comes alone does not wait at all.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// What is done.
pub(crate) trait Work: Send + Sync + 'static {
    /// What somebody asks for.
    type Ask: Send + 'static;
    /// What comes of it.
    type Answer: Send + 'static;

    /// Most that is done at one go: with more, the first would wait for the last.
    const MOST: usize;

    /// Whether one may be done at one go with these.
    fn fits(_with: &[Self::Ask], _next: &Self::Ask) -> bool {
        true
    }

    /// Does it; what comes of each, in order.
    fn run(&self, asked: Vec<Self::Ask>) -> impl Future<Output = Vec<Self::Answer>> + Send;
}

/// Where one waits for one's turn.
pub(crate) struct Together<W: Work> {
    work: W,
    queue: Mutex<Queue<W>>,
}

struct Queue<W: Work> {
    waiting: VecDeque<(W::Ask, oneshot::Sender<W::Answer>)>,
    /// Whether a task is emptying it.
    is_served: bool,
}

impl<W: Work> Together<W> {
    pub(crate) fn new(work: W) -> Self {
        Self { work, queue: Mutex::new(Queue { waiting: VecDeque::new(), is_served: false }) }
    }

    pub(crate) fn work(&self) -> &W {
        &self.work
    }

    /// What comes of it; `None` when the work ended early.
    pub(crate) async fn ask(self: &Arc<Self>, asked: W::Ask) -> Option<W::Answer> {
        let (answer, answered) = oneshot::channel();
        let is_served = self.add(asked, answer);
        if !is_served {
            // A task of its own: the caller may go away, and what others have asked with it goes on.
            tokio::spawn(Arc::clone(self).serve());
        }
        answered.await.ok()
    }

    /// Puts somebody at the end of the queue; whether it is served already.
    fn add(&self, asked: W::Ask, answer: oneshot::Sender<W::Answer>) -> bool {
        let mut queue = self.queue();
        queue.waiting.push_back((asked, answer));
        std::mem::replace(&mut queue.is_served, true)
    }

    async fn serve(self: Arc<Self>) {
        while let Some((asked, waiting)) = self.next() {
            let all = Arc::clone(&self);
            match tokio::spawn(async move { all.work.run(asked).await }).await {
                Ok(answers) => {
                    for (waiting, answer) in waiting.into_iter().zip(answers) {
                        // Whoever is gone asks again.
                        drop(waiting.send(answer));
                    }
                }
                Err(error) => tracing::error!(%error, "work done together ended early"),
            }
        }
    }

    /// Whose turn it is; `None`, and nobody serves any more, where nothing waits.
    #[expect(clippy::type_complexity, reason = "what is asked, and who waits for it")]
    fn next(&self) -> Option<(Vec<W::Ask>, Vec<oneshot::Sender<W::Answer>>)> {
        let (mut queue, mut asked, mut waiting) = (self.queue(), Vec::new(), Vec::new());
        while asked.len() < W::MOST
            && let Some((ask, answer)) = queue.waiting.pop_front_if(|(next, _)| W::fits(&asked, next))
        {
            asked.push(ask);
            waiting.push(answer);
        }
        queue.is_served = !asked.is_empty();
        queue.is_served.then_some((asked, waiting))
    }

    fn queue(&self) -> MutexGuard<'_, Queue<W>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;

    /// Doubles numbers when it is let, no two of the same at one go, and ends early at 13.
    struct Doubling {
        let_go: Semaphore,
        done: Mutex<Vec<Vec<u32>>>,
    }

    impl Work for Doubling {
        type Ask = u32;
        type Answer = u32;

        const MOST: usize = 3;

        fn fits(with: &[u32], next: &u32) -> bool {
            !with.contains(next)
        }

        async fn run(&self, asked: Vec<u32>) -> Vec<u32> {
            self.let_go.acquire().await.unwrap().forget();
            self.done.lock().unwrap().push(asked.clone());
            assert!(!asked.contains(&13));
            asked.into_iter().map(|number| number * 2).collect()
        }
    }

    #[tokio::test]
    async fn what_comes_meanwhile_is_done_at_one_go_and_in_order() {
        let all = Arc::new(Together::new(Doubling { let_go: Semaphore::new(0), done: Mutex::default() }));
        let first = tokio::spawn({
            let all = Arc::clone(&all);
            async move { all.ask(1).await }
        });
        while !all.queue().waiting.is_empty() || !all.queue().is_served {
            tokio::task::yield_now().await;
        }
        let others = futures::future::join_all([2, 3, 3, 4, 5, 6, 13, 7].map(|number| all.ask(number)));
        all.work().let_go.add_permits(10);
        // With 13 ended what was done with it.
        assert_eq!(others.await, [Some(4), Some(6), Some(6), Some(8), Some(10), None, None, None]);
        assert_eq!(all.ask(8).await, Some(16));
        assert_eq!(first.await.unwrap(), Some(2));
        assert_eq!(*all.work().done.lock().unwrap(), [vec![1], vec![2, 3], vec![3, 4, 5], vec![6, 13, 7], vec![8]]);
    }
}
