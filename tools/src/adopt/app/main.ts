import { AppModule } from './app.module.ts';
import { listen } from './listen.ts';

listen(AppModule);
